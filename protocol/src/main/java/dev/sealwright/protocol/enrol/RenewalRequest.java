package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a host sends to {@code POST /v1/renewals}.
 *
 * @param csr DER PKCS#10 for the new key
 * @param validity that the host asks for; nbf within 60 s of the service's clock
 * @param proof signature by the old key over {@link RenewalProof#message}
 */
public record RenewalRequest(Bytes csr, Validity validity, Bytes proof) {
    public static RenewalRequest fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a renewal");
        var request =
                new RenewalRequest(
                        f.bytes("csr", EnrolmentRequest.MAX_CSR),
                        f.validity(),
                        f.bytes("proof", LeafBody.Renewal.MAX_PROOF));
        f.end();
        return request;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("csr", csr.base64Url());
        json.put("nbf", validity.notBefore().getEpochSecond());
        json.put("exp", validity.expires().getEpochSecond());
        json.put("proof", proof.base64Url());
        return json;
    }
}
