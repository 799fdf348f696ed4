package dev.sealwright.protocol.passkey;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import java.security.PublicKey;
import java.util.List;

/**
 * A passkey's signature over a message: the challenge is SHA-256 of the message. One encoding: a
 * deterministic CBOR array of the three byte strings.
 *
 * @param authenticatorData see {@link AuthenticatorData}
 * @param clientData JSON as the browser made it
 * @param signature ES256 as DER, or Ed25519, over authenticator data ‖ SHA-256(client data)
 */
public record Assertion(Bytes authenticatorData, Bytes clientData, Bytes signature) {
    public static final int MAX_SIZE = 1024;

    private static final int PARTS = 3;
    private static final int MAX_SIGNATURE = 80;

    public Assertion {
        require(authenticatorData.size() <= AuthenticatorData.MAX_SIZE, "authenticator data");
        require(clientData.size() <= ClientData.MAX_SIZE, "client data");
        require(!signature.isEmpty() && signature.size() <= MAX_SIGNATURE, "signature");
    }

    public Bytes encode() {
        Bytes encoded =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(authenticatorData),
                                CborValue.of(clientData),
                                CborValue.of(signature)));
        require(encoded.size() <= MAX_SIZE, "length");
        return encoded;
    }

    public static Assertion decode(Bytes encoded) {
        List<CborValue> parts = CborReader.strict(encoded, MAX_SIZE).asArray("an assertion", PARTS);
        return new Assertion(
                parts.get(0).asBytes("authenticator data"),
                parts.get(1).asBytes("client data"),
                parts.get(2).asBytes("the signature of an assertion"));
    }

    /**
     * Whether this passkey signed this message for this relying party, with its person there and
     * verified. False for whatever does not verify.
     *
     * @param spki DER SubjectPublicKeyInfo of a P-256 or an Ed25519 key
     */
    public boolean verifies(Bytes spki, String relyingParty, Bytes message) {
        try {
            AuthenticatorData data = AuthenticatorData.parse(authenticatorData);
            ClientData client = ClientData.parse(clientData);
            return data.relyingParty().equals(Sha256.of(Bytes.utf8(relyingParty)))
                    && data.present()
                    && data.verified()
                    && client.challenge().equals(Sha256.of(message))
                    && client.isOf(relyingParty)
                    && isSigned(Spki.parse(spki));
        } catch (MalformedException e) {
            return false;
        }
    }

    private boolean isSigned(PublicKey key) {
        Bytes signed = Bytes.concat(authenticatorData, Sha256.of(clientData));
        return SignatureScheme.of(key)
                .filter(Assertion::isTaken)
                .filter(scheme -> scheme.verify(key, signed, signature))
                .isPresent();
    }

    /** Whether passkeys under this scheme are taken: ES256 and EdDSA of COSE. */
    public static boolean isTaken(SignatureScheme scheme) {
        return scheme == SignatureScheme.ECDSA_P256 || scheme == SignatureScheme.ED25519;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("an assertion with an impossible " + what);
        }
    }
}
