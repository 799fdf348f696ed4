package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import java.io.IOException;
import java.time.Duration;

/**
 * Memory that a PKCS#11 module never gives back, as a program in C has it that does nothing but
 * call it. SoftHSM2 up to 2.7 keeps the name of an Ed25519 key's curve each time that the key is
 * used.
 */
public final class ModuleLoss {
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final String LABEL = "loss";

    private ModuleLoss() {}

    /** Bytes an Ed25519 signature, on a token that the launcher made room for. */
    public static double bytesPerSignature() throws IOException {
        BenchToken token = BenchToken.initialise().withSessions(1);
        try (KeyBackend backend = token.open()) {
            BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
        }
        try (RawLimit inC = RawLimit.callsAsOurs(token, LABEL, "ed25519")) {
            return Math.max(0, inC.lostPerCall(ROUND));
        }
    }
}
