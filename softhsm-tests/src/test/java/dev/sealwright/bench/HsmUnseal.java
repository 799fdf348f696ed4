package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.protocol.Bytes;
import java.util.function.Consumer;

/** AES-256-GCM decryptions of 48 bytes a second, beside the same calls in C. */
final class HsmUnseal implements Benchmark {
    private static final String LABEL = "unseal";

    private final BenchToken token;

    HsmUnseal(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-unseal";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            BenchToken.generate(backend, LABEL, KeyAlgorithm.AES_256);
        }
        for (TokenLoad load : TokenLoad.ALL) {
            measure(load, lines);
        }
    }

    private void measure(TokenLoad load, Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.withSessions(load.sessions()).open()) {
            KeyHandle key = backend.find(new KeyLabel(LABEL), KeyAlgorithm.AES_256);
            Bytes aad = Bytes.zeros(40);
            GcmSealed sealed = backend.encrypt(key, aad, Bytes.zeros(48));
            load.measure(
                    name(),
                    "decryptions/s",
                    () -> backend.decrypt(key, sealed.iv(), aad, sealed.ciphertextAndTag()),
                    new CallsInC(token, LABEL, "gcm-decrypt"),
                    lines);
        }
    }
}
