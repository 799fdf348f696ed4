package dev.sealwright.attestation.pki;

import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import java.security.KeyPair;

/** An attestation service: it publishes keys as certificates and signs tokens. */
public final class Maa {
    public static final String ISSUER = "https://attest.example";
    public static final KeyPair KEY = Authority.rsa(2048, "maa");
    public static final String CLAIMS =
            "{\"iss\":\"https://attest.example\",\"nbf\":1780272000,\"exp\":1780300800,"
                    + "\"nonce\":\"a nonce\",\"x-ms-isolation-tee\":{"
                    + "\"x-ms-attestation-type\":\"sevsnpvm\","
                    + "\"x-ms-compliance-status\":\"azure-compliant-cvm\"}}";

    private Maa() {}

    /** Under the id "good". */
    public static JsonWebKeys keys() {
        return JsonWebKeys.parse(jwks());
    }

    public static Bytes jwks() {
        return Bytes.utf8("{\"keys\":[" + jwk("good", KEY) + "]}");
    }

    public static String jwk(String id, KeyPair key) {
        Authority self = Authority.root("CN=" + ISSUER, key);
        Bytes der = Certificates.encoded(self.certificate());
        return "{\"kid\":\"" + id + "\",\"kty\":\"RSA\",\"x5c\":[\"" + der.base64() + "\"]}";
    }

    public static String token() {
        return token("RS256", "good", KEY, CLAIMS);
    }

    /** With a {@code jku} that must not be followed. */
    public static String token(String algorithm, String id, KeyPair key, String claims) {
        String header =
                "{\"alg\":\""
                        + algorithm
                        + "\",\"kid\":\""
                        + id
                        + "\",\"jku\":\"https://evil.example/certs\"}";
        return signed(header, key, claims);
    }

    public static String signed(String header, KeyPair key, String claims) {
        String message = Bytes.utf8(header).base64Url() + "." + Bytes.utf8(claims).base64Url();
        return message + "." + Signer.rsa256(key.getPrivate(), Bytes.utf8(message)).base64Url();
    }
}
