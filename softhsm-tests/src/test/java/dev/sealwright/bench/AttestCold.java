package dev.sealwright.bench;

import dev.sealwright.attestation.pki.Nitro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Milliseconds from starting the operator CLI, as the launcher starts it, to its verdict, a process
 * each time; beside a JVM that only prints its version. A quote is verified to the end; a Nitro
 * document is parsed and its signature checked, and refused since the test's root is not AWS's.
 */
final class AttestCold implements Benchmark {
    private static final int RUNS = 11;
    private static final double GOAL = 400;

    @Override
    public String name() {
        return "attest-cold";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        Path learned = Path.of(Setting.of("SEALWRIGHT_BENCH_LEARN"));
        Path document = Files.createTempFile("sealwright", ".cbor");
        try {
            Files.write(document, new Nitro().document().toArray());
            lines.accept(measured("nitro", 2, List.of(document.toString())));
            lines.accept(
                    measured(
                            "tpm",
                            0,
                            List.of(
                                    learned.resolve("quote.json").toString(),
                                    "--with",
                                    learned.resolve("key.pem").toString(),
                                    "--with",
                                    learned.resolve("maker.pem").toString(),
                                    "--attestation-root",
                                    learned.resolve("maker.pem").toString())));
        } finally {
            Files.delete(document);
        }
    }

    private Line measured(String variant, int expected, List<String> evidence) throws Exception {
        List<String> verify =
                new ArrayList<>(
                        List.of(Setting.of("SEALWRIGHT_BENCH_OPERATOR_CLI"), "attest", "verify"));
        verify.addAll(evidence);
        verify.addAll(List.of("--policy", "none"));
        List<String> nothing =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-version");
        Rate ours = () -> milliseconds(verify, expected);
        ours.measure();
        return Pairs.of(RUNS, ours, () -> milliseconds(nothing, 0))
                .line(name() + "/" + variant, "ms")
                .notedAbove(
                        GOAL,
                        "much is picocli, whose classes are too old for the cache of a start and are"
                                + " parsed and verified each time; then the JDK's curves, still"
                                + " interpreted");
    }

    private static double milliseconds(List<String> command, int expected)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (status != expected) {
            throw new IllegalStateException("exit status " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
