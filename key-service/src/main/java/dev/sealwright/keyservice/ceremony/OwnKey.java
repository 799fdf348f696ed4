package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.pkcs11.PivCard;
import dev.sealwright.keyservice.pkcs11.PivSlot;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operator's own key, wherever it is. */
sealed interface OwnKey {
    /**
     * What the anchors' entry of this kind takes for his signature.
     *
     * @param what is signed, for people
     */
    Bytes sign(String what, Bytes message);

    /**
     * The approvals with his, in the place of an earlier one.
     *
     * @param what is approved, for people
     */
    default List<Approval> added(
            String operator, String what, Bytes message, List<Approval> approvals) {
        List<Approval> all = new ArrayList<>(approvals);
        all.removeIf(each -> each.operator().equals(operator));
        all.add(new Approval(operator, sign(what, message)));
        return List.copyOf(all);
    }

    /**
     * By what the command line gives: {@code --key}, {@code --passkey}, {@code --piv} with a
     * module, or a token's key by its label.
     */
    static OwnKey of(Arguments arguments, Progress progress, SecureRandom random) {
        if (arguments.flag("--passkey")) {
            return new InBrowser(progress, random);
        }
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
        public Bytes sign(String what, Bytes message) {
            try (FileKey key = FileKey.read(file)) {
                return key.sign(message);
            }
        }
    }

    /** Ed25519, on a PKCS#11 token. */
    record OnToken(GivenToken token, KeyLabel label, SecureRandom random) implements OwnKey {
        @Override
        public Bytes sign(String what, Bytes message) {
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
                            .orElseThrow(() -> new UsageException("--piv is 9a, 9c, 9d or 9e")));
        }

        @Override
        public Bytes sign(String what, Bytes message) {
            try (PivCard card = open()) {
                return card.sign(Sha256.of(message));
            }
        }

        PivCard open() {
            return PivCard.open(module, label, pinFile, slot);
        }
    }

    /** A passkey, used on a page that this program serves to a browser on the same machine. */
    record InBrowser(Progress progress, SecureRandom random) implements OwnKey {
        @Override
        public Bytes sign(String what, Bytes message) {
            return asked(
                            new PasskeyPage.Order(
                                    "Sign with your passkey", what, message, Optional.empty()))
                    .assertion()
                    .encode();
        }

        /** Makes a passkey for an operator of this name, and has it sign. */
        OperatorKey.Passkey make(String name, Bytes nonce) {
            PasskeyPage.Answer answer =
                    asked(
                            new PasskeyPage.Order(
                                    "Make a passkey for " + name,
                                    "It becomes this operator's own key, with which he signs what"
                                            + " ceremonies do.",
                                    nonce,
                                    Optional.of(name)));
            OperatorKey.Passkey key =
                    new OperatorKey.Passkey(answer.spki().orElseThrow(), PasskeyPage.PARTY);
            if (!key.verify(nonce, answer.assertion().encode())) {
                throw new CeremonyRefusedException(
                        "The passkey that was made does not sign as it should, with its person"
                                + " verified. Try another authenticator.");
            }
            return key;
        }

        private PasskeyPage.Answer asked(PasskeyPage.Order order) {
            try (PasskeyPage page = PasskeyPage.open(order, random)) {
                progress.step(
                        "digest", "SHA-256 of what is signed: " + Sha256.of(order.message()).hex());
                progress.step("page", "open in a browser on this machine: " + page.address());
                return page.await();
            }
        }
    }
}
