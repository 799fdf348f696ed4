package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.function.Consumer;

/** Signatures a second through the key backend, beside the same calls in C. */
final class HsmSign implements Benchmark {
    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant("ed25519", KeyAlgorithm.ED25519, 48),
                    new Variant("p256", KeyAlgorithm.EC_P256, 32));

    private final BenchToken token;

    private record Variant(String mechanism, KeyAlgorithm algorithm, int inputSize) {
        KeyLabel label() {
            return new KeyLabel("sign-" + mechanism);
        }
    }

    HsmSign(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-sign";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            for (Variant variant : VARIANTS) {
                BenchToken.generate(backend, variant.label().text(), variant.algorithm());
            }
        }
        for (Variant variant : VARIANTS) {
            for (TokenLoad load : TokenLoad.ALL) {
                measure(variant, load, lines);
            }
        }
    }

    private void measure(Variant variant, TokenLoad load, Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.withSessions(load.sessions()).open()) {
            KeyHandle key = backend.find(variant.label(), variant.algorithm());
            Bytes input = Bytes.zeros(variant.inputSize());
            load.measure(
                    name() + "/" + variant.mechanism(),
                    "signatures/s",
                    () -> backend.sign(key, input),
                    new CallsInC(token, variant.label().text(), variant.mechanism()),
                    lines);
        }
    }
}
