package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a host sends to {@code POST /v1/enrolments/{id}}.
 *
 * @param nonce of the challenge
 * @param csr DER PKCS#10, at most {@value #MAX_CSR} bytes
 * @param proof signature by the bootstrap key over {@link EnrolmentProof#message}
 */
public record EnrolmentRequest(Bytes nonce, Bytes csr, Bytes proof) {
    public static final int MAX_CSR = 4096;

    public EnrolmentRequest {
        nonce.requireSize(EnrolmentProof.NONCE_SIZE, "a nonce");
        proof.requireSize(Ed25519.SIGNATURE_SIZE, "a proof");
    }

    public static EnrolmentRequest fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "an enrolment");
        var request =
                new EnrolmentRequest(
                        f.exactly("nonce", EnrolmentProof.NONCE_SIZE),
                        f.bytes("csr", MAX_CSR),
                        f.exactly("proof", Ed25519.SIGNATURE_SIZE));
        f.end();
        return request;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nonce", nonce.base64Url());
        json.put("csr", csr.base64Url());
        json.put("proof", proof.base64Url());
        return json;
    }
}
