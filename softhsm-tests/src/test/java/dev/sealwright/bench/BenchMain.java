package dev.sealwright.bench;

import dev.sealwright.protocol.SuppressForbidden;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the benchmark that is named; prints one JSON object a line. */
public final class BenchMain {
    private BenchMain() {}

    @SuppressForbidden("standard output is where the lines go")
    public static void main(String[] names) throws Exception {
        Map<String, Supplier<Benchmark>> all = all();
        if (names.length != 1 || !all.containsKey(names[0])) {
            System.err.println("bench: one of " + all.keySet());
            System.exit(2);
        }
        all.get(names[0]).get().run(line -> System.out.println(line.json()));
    }

    private static Map<String, Supplier<Benchmark>> all() {
        Map<String, Supplier<Benchmark>> all = new LinkedHashMap<>();
        all.put("hsm-sign", () -> new HsmSign(BenchToken.initialise()));
        all.put("hsm-unseal", () -> new HsmUnseal(BenchToken.initialise()));
        all.put("hsm-issue", HsmIssue::new);
        all.put("hsm-latency", () -> new HsmLatency(BenchToken.initialise()));
        all.put("hsm-recovery", () -> new HsmRecovery(BenchToken.initialise()));
        all.put("hsm-sessions", () -> new HsmSessions(BenchToken.initialise()));
        all.put("hsm-socket", HsmSocket::new);
        all.put("receipts-drain", () -> new ReceiptsDrain(BenchToken.initialise()));
        all.put("append-scale", AppendScale::new);
        all.put("integrity", Integrity::new);
        all.put("receipts", Receipts::new);
        all.put("enrol", Enrol::new);
        all.put("enrol-cold", EnrolCold::new);
        all.put("unseal-https", () -> new UnsealHttps(BenchToken.initialise()));
        all.put("sign-https", () -> new SignHttps(BenchToken.initialise()));
        all.put("client-signatures", ClientSignatures::new);
        all.put("appraise", Appraise::new);
        all.put("attest-cold", AttestCold::new);
        all.put("host-init", HostInit::new);
        all.put("token-verify", TokenVerify::new);
        return all;
    }
}
