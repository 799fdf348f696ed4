package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.wire.JsonFields;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service's answer to an enrolment or a renewal.
 *
 * @param sandbox id of the host, 16 bytes
 * @param chain the host's certificate, the host CA's, the root's
 * @param leaf the enrolment or renewal leaf
 * @param bootstrapLeaf where the host's right comes from
 */
public record CertificateAnswer(
        Bytes sandbox,
        List<X509Certificate> chain,
        Bytes leaf,
        Receipt receipt,
        Bytes bootstrapLeaf,
        Receipt bootstrapReceipt) {
    public static final int CHAIN_LENGTH = 3;

    public CertificateAnswer {
        chain = List.copyOf(chain);
        sandbox.requireSize(Uuids.SIZE, "a sandbox id");
        if (chain.size() != CHAIN_LENGTH) {
            throw new MalformedException("a chain of another length than " + CHAIN_LENGTH);
        }
    }

    public static CertificateAnswer fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a certificate answer");
        var answer =
                new CertificateAnswer(
                        Uuids.parse(f.text("sandbox_id")),
                        f.list("certificate_chain", String.class, CHAIN_LENGTH).stream()
                                .map(Certificates::parsePem)
                                .toList(),
                        f.bytes("leaf", Leaf.MAX_SIZE),
                        f.receipt("receipt"),
                        f.bytes("bootstrap_leaf", Leaf.MAX_SIZE),
                        f.receipt("bootstrap_receipt"));
        f.end();
        return answer;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sandbox_id", Uuids.text(sandbox));
        json.put("certificate_chain", chain.stream().map(Certificates::pem).toList());
        json.put("leaf", leaf.base64Url());
        json.put("receipt", receipt.text());
        json.put("bootstrap_leaf", bootstrapLeaf.base64Url());
        json.put("bootstrap_receipt", bootstrapReceipt.text());
        return json;
    }
}
