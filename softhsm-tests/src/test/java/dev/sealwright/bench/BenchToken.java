package dev.sealwright.bench;

import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.keyservice.pkcs11.TokenInitialiser;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The token that the launcher made room for: an empty token folder and two PIN files.
 *
 * @param sessions how many calls run in the module at once; the raw limit gets as many threads
 */
record BenchToken(Path module, String label, Path soPinFile, Path pinFile, int sessions) {
    private static final int SESSIONS = Runtime.getRuntime().availableProcessors();

    static final String WHERE_TIME_GOES =
            "each call goes from its caller to a session's thread and back, on the processors that the token's own work"
                    + " needs; the faster the token and the fewer the callers, the more that weighs";

    /** The token of a ceremony in a data folder, for who reads it only. */
    static BenchToken ofCeremony(KeyServiceConfig config) {
        return new BenchToken(
                config.module(),
                config.tokenLabel(),
                config.pinFile().resolveSibling("so.pin"),
                config.pinFile(),
                SESSIONS);
    }

    /** From the folder in {@code SEALWRIGHT_BENCH_TOKEN}. */
    static BenchToken initialise() {
        Path folder = Path.of(Setting.of("SEALWRIGHT_BENCH_TOKEN"));
        Path module = Path.of(Setting.of("SEALWRIGHT_PKCS11_MODULE"));
        BenchToken token =
                new BenchToken(
                        module,
                        "bench",
                        folder.resolve("so.pin"),
                        folder.resolve("user.pin"),
                        SESSIONS);
        TokenInitialiser.of(module).initialise(token.label, token.soPinFile, token.pinFile);
        return token;
    }

    BenchToken withSessions(int number) {
        return new BenchToken(module, label, soPinFile, pinFile, number);
    }

    KeyBackend open() {
        return Pkcs11KeyBackend.open(
                Pkcs11Config.of(module, label, pinFile).withSessions(sessions), new SecureRandom());
    }

    static KeyHandle generate(KeyBackend backend, String label, KeyAlgorithm algorithm) {
        return backend.generate(KeySpec.of(new KeyLabel(label), algorithm));
    }
}
