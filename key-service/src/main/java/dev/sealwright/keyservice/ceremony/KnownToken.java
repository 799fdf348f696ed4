package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A token that an earlier ceremony initialised.
 *
 * @param module the PKCS#11 library
 * @param pin file with its user PIN
 */
record KnownToken(Path module, String label, Path pin) {
    static KnownToken of(Arguments arguments) {
        return new KnownToken(
                arguments.path("--module"),
                arguments.text("--token-label"),
                arguments.path("--pin-file"));
    }

    KeyBackend open(SecureRandom random) {
        return Pkcs11KeyBackend.open(Pkcs11Config.of(module, label, pin), random);
    }
}
