package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.passkey.Assertion;
import java.util.Optional;
import java.util.regex.Pattern;

/** The public half of an operator's own key, and what counts as its signature. */
public sealed interface OperatorKey {
    /** No signature of any kind is longer, in bytes. */
    int MAX_SIGNATURE = Assertion.MAX_SIZE;

    /** How documents name the kind. */
    String kind();

    /** DER SubjectPublicKeyInfo. */
    Bytes spki();

    /** False for any signature that does not verify, whatever is wrong with it. */
    boolean verify(Bytes message, Bytes signature);

    /**
     * Ed25519, in a file or on a PKCS#11 token.
     *
     * @param raw the public key of 32 bytes
     */
    record Plain(Bytes raw) implements OperatorKey {
        static final String KIND = "ed25519";

        public Plain {
            raw.requireSize(Ed25519.KEY_SIZE, "the key of an operator");
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Bytes spki() {
            return Ed25519.spki(raw);
        }

        @Override
        public boolean verify(Bytes message, Bytes signature) {
            return Ed25519.verify(raw, message, signature);
        }
    }

    /**
     * P-256 on a PIV card (NIST SP 800-73-4); signatures are r ‖ s of 64 bytes over SHA-256. That a
     * card holds it is said by whoever names the operator, not proven.
     */
    record Piv(Bytes spki) implements OperatorKey {
        static final String KIND = "piv";

        public Piv {
            requireScheme(spki, SignatureScheme.ECDSA_P256);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public boolean verify(Bytes message, Bytes signature) {
            return SignatureScheme.ECDSA_P256_RAW.verify(Spki.parse(spki), message, signature);
        }
    }

    /**
     * A passkey; signatures are {@link Assertion}s.
     *
     * @param relyingParty the id it was made for, a domain name
     */
    record Passkey(Bytes spki, String relyingParty) implements OperatorKey {
        static final String KIND = "passkey";

        private static final Pattern PARTY =
                Pattern.compile("(?=.{1,253}$)[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");

        public Passkey {
            boolean taken =
                    SignatureScheme.of(Spki.parse(spki)).filter(Assertion::isTaken).isPresent();
            if (!taken || !PARTY.matcher(relyingParty).matches()) {
                throw new MalformedException("not the passkey of an operator");
            }
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public boolean verify(Bytes message, Bytes signature) {
            try {
                return Assertion.decode(signature).verifies(spki, relyingParty, message);
            } catch (MalformedException e) {
                return false;
            }
        }
    }

    /**
     * The key of a kind by its name.
     *
     * @param relyingParty given for passkeys, and for nothing else
     */
    static OperatorKey of(String kind, Bytes spki, Optional<String> relyingParty) {
        if (relyingParty.isPresent() != kind.equals(Passkey.KIND)) {
            throw new MalformedException("a relying party belongs to a passkey");
        }
        return switch (kind) {
            case Plain.KIND -> new Plain(Ed25519.raw(spki));
            case Piv.KIND -> new Piv(spki);
            case Passkey.KIND -> new Passkey(spki, relyingParty.orElseThrow());
            default -> throw new MalformedException("an operator's key of an unknown kind");
        };
    }

    private static void requireScheme(Bytes spki, SignatureScheme scheme) {
        if (SignatureScheme.of(Spki.parse(spki)).filter(scheme::equals).isEmpty()) {
            throw new MalformedException("an operator's key on another curve than its kind's");
        }
    }
}
