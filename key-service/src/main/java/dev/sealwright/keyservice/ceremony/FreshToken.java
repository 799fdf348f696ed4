package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.keyservice.pkcs11.TokenInitialiser;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A token that this ceremony initialises.
 *
 * @param module the PKCS#11 library
 * @param folder where its PIN files go
 */
record FreshToken(Path module, String label, Path folder, Optional<VendorProfile> vendor)
        implements CeremonyToken {

    static FreshToken of(Arguments arguments) {
        return new FreshToken(
                arguments.path("--module"),
                arguments.text("--token-label"),
                arguments.path("--dir"),
                arguments.optional("--profile").map(VendorProfiles::chosen));
    }

    /** Initialises the token under new PINs and opens it. */
    @Override
    public KeyBackend open(SecureRandom random, Progress progress) {
        TokenInitialiser initialiser = TokenInitialiser.of(module);
        Pins pins = Pins.make(CeremonyFiles.folder(folder), random);
        TokenIdentity token = initialiser.initialise(label, pins.securityOfficer(), pins.user());
        progress.token(
                "token-initialised",
                "initialised token '" + token.label() + "', serial " + token.serial(),
                token);
        Pkcs11Config config = Pkcs11Config.of(module, label, pins.user());
        return Pkcs11KeyBackend.open(vendor.map(config::of).orElse(config), random);
    }
}
