package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a JSON Web Token is signed, by the name that its header has. Each has a key of its own, so
 * that a signature of one kind can never pass for another.
 */
public enum TokenAlgorithm {
    /** RFC 8037 with Ed25519, under the name that relying parties know it by. */
    EDDSA("EdDSA", "token-ed25519", SigningAlgorithm.ED25519),
    /** RFC 7518, for relying parties that know no other curve than P-256. */
    ES256("ES256", "token", SigningAlgorithm.ES256);

    private final String jose;
    private final String label;
    private final SigningAlgorithm signing;

    TokenAlgorithm(String jose, String label, SigningAlgorithm signing) {
        this.jose = jose;
        this.label = label;
        this.signing = signing;
    }

    public String jose() {
        return jose;
    }

    /** What its keys are of. */
    public SigningAlgorithm signing() {
        return signing;
    }

    /** Of its first key on the service token, which the ceremony made. */
    public String label() {
        return label;
    }

    /** The algorithm of that name. */
    public static TokenAlgorithm of(String jose) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm.jose.equals(jose)) {
                return algorithm;
            }
        }
        throw new MalformedException("tokens are signed with EdDSA or ES256");
    }

    /** The one whose keys are of that. */
    public static TokenAlgorithm of(SigningAlgorithm signing) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm.signing == signing) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("no token is signed with " + signing.jose());
    }

    /** Members of its key in a JWK set; {@code kid} is the RFC 7638 thumbprint. */
    public Map<String, String> jwk(Bytes spki) {
        Map<String, String> members = new LinkedHashMap<>(new SigningKey(signing, spki).jwk());
        members.put("alg", jose);
        return members;
    }

    /** Whether that key made this signature, as RFC 7515 has it, of the message. */
    public boolean verifies(Bytes spki, Bytes message, Bytes signature) {
        return new SigningKey(signing, spki).verifies(message, signature);
    }
}
