package dev.sealwright.protocol.key;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.JsonWebKey;
import dev.sealwright.protocol.crypto.Sha256;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public half of one version of a client key.
 *
 * @param spki DER SubjectPublicKeyInfo, of the algorithm
 */
public record SigningKey(SigningAlgorithm algorithm, Bytes spki) {
    private static final Base64.Encoder PEM_BODY = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final int ED25519_RAW = 32;

    public SigningKey {
        algorithm.parse(spki);
    }

    /** False for any signature that does not verify, whatever is wrong with it. */
    public boolean verifies(Bytes message, Bytes signature) {
        return algorithm.verify(algorithm.parse(spki), message, signature);
    }

    /** RFC 7468 text with a final newline. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + PEM_BODY.encodeToString(spki.toArray())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Members of the key as RFC 7517 has them; its id is its RFC 7638 thumbprint. */
    public Map<String, String> jwk() {
        if (algorithm == SigningAlgorithm.ES256) {
            return JsonWebKey.of(spki).members();
        }
        Map<String, String> members = required();
        String thumbprint = Sha256.of(Bytes.utf8(json(members))).base64Url();
        members.put("use", "sig");
        members.put("alg", algorithm.jose());
        members.put("kid", thumbprint);
        return members;
    }

    /** The members that a thumbprint is made of, in lexical order. */
    private Map<String, String> required() {
        Map<String, String> members = new LinkedHashMap<>();
        PublicKey key = algorithm.parse(spki);
        if (key instanceof RSAPublicKey rsa) {
            members.put("e", unsigned(rsa.getPublicExponent()).base64Url());
            members.put("kty", "RSA");
            members.put("n", unsigned(rsa.getModulus()).base64Url());
        } else {
            members.put("crv", "Ed25519");
            members.put("kty", "OKP");
            members.put("x", spki.slice(spki.size() - ED25519_RAW, spki.size()).base64Url());
        }
        return members;
    }

    /** Names and values hold nothing that JSON would escape. */
    private static String json(Map<String, String> members) {
        StringBuilder text = new StringBuilder("{");
        members.forEach(
                (name, value) ->
                        text.append(text.length() > 1 ? "," : "")
                                .append('"')
                                .append(name)
                                .append("\":\"")
                                .append(value)
                                .append('"'));
        return text.append('}').toString();
    }

    private static Bytes unsigned(BigInteger value) {
        Bytes signed = Bytes.of(value.toByteArray());
        return signed.size() > 1 && signed.toArray()[0] == 0
                ? signed.slice(1, signed.size())
                : signed;
    }
}
