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
                lines.accept(measured(variant, load));
            }
        }
    }

    private Line measured(Variant variant, TokenLoad load) throws Exception {
        BenchToken loaded = token.withSessions(load.sessions());
        String label = variant.label().text();
        try (KeyBackend backend = loaded.open();
                RawLimit limit = RawLimit.calls(loaded, label, variant.mechanism())) {
            KeyHandle key = backend.find(variant.label(), variant.algorithm());
            Bytes input = Bytes.zeros(variant.inputSize());
            return load.noted(
                    load.measure(() -> backend.sign(key, input), limit, Compilers.here())
                            .line(load.name(name() + "/" + variant.mechanism()), "signatures/s"));
        }
    }
}
