package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import java.security.SecureRandom;

/** A token that its vendor's tools made and gave a user; it is opened as it is. */
record GivenToken(Pkcs11Config config) implements CeremonyToken {
    @Override
    public KeyBackend open(SecureRandom random, Progress progress) {
        KeyBackend backend = Pkcs11KeyBackend.open(config, random);
        TokenIdentity token = backend.identity();
        progress.step(
                "token-opened", "opened token '" + token.label() + "', serial " + token.serial());
        return backend;
    }
}
