package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.pkcs11.PivCard;
import dev.sealwright.keyservice.pkcs11.PivSlot;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** An operator's own key, wherever it is. */
sealed interface OwnKey {
    /** What the anchors' entry of this kind takes for his signature. */
    Bytes sign(Bytes message);

    /**
     * By what the command line gives: {@code --key}, {@code --piv} with a module, or a token's key
     * by its label.
     */
    static OwnKey of(Arguments arguments, SecureRandom random) {
        Optional<String> file = arguments.optional("--key");
        if (file.isPresent()) {
            return new InFile(Path.of(file.get()));
        }
        if (arguments.has("--piv")) {
            return OnCard.of(arguments);
        }
        GivenToken token = GivenToken.of(arguments);
        return new OnToken(token, label(arguments.text("--key-label")), random);
    }

    private static KeyLabel label(String text) {
        try {
            return new KeyLabel(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--key-label is " + e.getMessage());
        }
    }

    /** Ed25519, in a file. */
    record InFile(Path file) implements OwnKey {
        @Override
        public Bytes sign(Bytes message) {
            try (FileKey key = FileKey.read(file)) {
                return key.sign(message);
            }
        }
    }

    /** Ed25519, on a PKCS#11 token. */
    record OnToken(GivenToken token, KeyLabel label, SecureRandom random) implements OwnKey {
        @Override
        public Bytes sign(Bytes message) {
            try (KeyBackend backend = token.open(random)) {
                return backend.sign(backend.find(label, KeyAlgorithm.ED25519), message);
            }
        }
    }

    /** P-256, on a PIV card. */
    record OnCard(Path module, Optional<String> label, Path pinFile, PivSlot slot)
            implements OwnKey {
        static OnCard of(Arguments arguments) {
            String slot = arguments.text("--piv");
            return new OnCard(
                    arguments.path("--module"),
                    arguments.optional("--token-label"),
                    arguments.path("--pin-file"),
                    PivSlot.of(slot)
                            .orElseThrow(
                                    () -> new UsageException("--piv is 9a, 9c, 9d or 9e")));
        }

        @Override
        public Bytes sign(Bytes message) {
            try (PivCard card = open()) {
                return card.sign(Sha256.of(message));
            }
        }

        PivCard open() {
            return PivCard.open(module, label, pinFile, slot);
        }
    }
}
