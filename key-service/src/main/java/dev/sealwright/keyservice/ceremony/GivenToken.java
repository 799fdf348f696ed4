package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import java.security.SecureRandom;

/** A token that an earlier ceremony or its vendor's tools made; it is opened as it is. */
record GivenToken(Pkcs11Config config) implements CeremonyToken {
    static GivenToken of(Arguments arguments) {
        Pkcs11Config config =
                Pkcs11Config.of(
                        arguments.path("--module"),
                        arguments.text("--token-label"),
                        arguments.path("--pin-file"));
        return new GivenToken(
                arguments
                        .optional("--profile")
                        .map(VendorProfiles::chosen)
                        .map(config::of)
                        .orElse(config));
    }

    @Override
    public KeyBackend open(SecureRandom random, Progress progress) {
        KeyBackend backend = open(random);
        TokenIdentity token = backend.identity();
        progress.token(
                "token-opened",
                "opened token '" + token.label() + "', serial " + token.serial(),
                token);
        return backend;
    }

    /** Without a word. */
    KeyBackend open(SecureRandom random) {
        return Pkcs11KeyBackend.open(config, random);
    }
}
