package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.keyservice.pkcs11.TokenInitialiser;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A token that this ceremony initialises.
 *
 * @param module the PKCS#11 library
 * @param folder where its PIN files go
 */
record FreshToken(Path module, String label, Path folder) {

    /** Initialises the token under new PINs and opens it. */
    KeyBackend open(SecureRandom random, Progress progress) {
        Pins pins = Pins.make(CeremonyFiles.folder(folder), random);
        TokenIdentity token =
                TokenInitialiser.of(module).initialise(label, pins.securityOfficer(), pins.user());
        progress.step(
                "token-initialised",
                "initialised token '" + token.label() + "', serial " + token.serial());
        return Pkcs11KeyBackend.open(Pkcs11Config.of(module, label, pins.user()), random);
    }
}
