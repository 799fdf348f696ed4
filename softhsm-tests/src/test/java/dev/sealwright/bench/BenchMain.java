package dev.sealwright.bench;

import dev.sealwright.protocol.SuppressForbidden;
import java.util.List;

/** Runs the benchmarks that are named, or all; prints one JSON object a line. */
public final class BenchMain {
    private BenchMain() {}

    @SuppressForbidden("standard output is where the lines go")
    public static void main(String[] names) throws Exception {
        BenchToken token = BenchToken.initialise();
        List<Benchmark> all =
                List.of(
                        new HsmSign(token),
                        new HsmUnseal(token),
                        new ReceiptsDrain(token),
                        new Receipts(),
                        new ClientSignatures(),
                        new Appraise(),
                        new AttestCold(),
                        new TokenVerify());
        List<String> known = all.stream().map(Benchmark::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                System.err.println(
                        "bench: there is no benchmark '" + name + "'; there are " + known);
                System.exit(2);
            }
        }
        for (Benchmark benchmark : all) {
            if (names.length == 0 || List.of(names).contains(benchmark.name())) {
                benchmark.run(line -> System.out.println(line.json()));
            }
        }
    }
}
