package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The service's answer to {@code POST /v1/enrolments}: the right that was minted, and what it is to
 * be checked with.
 *
 * @param anchors COSE_Sign1 bytes
 * @param nonce 32 bytes
 */
public record EnrolmentChallenge(
        Bytes bootstrapLeaf, Receipt bootstrapReceipt, Bytes anchors, Bytes nonce) {
    public EnrolmentChallenge {
        nonce.requireSize(EnrolmentProof.NONCE_SIZE, "a nonce");
    }

    public static EnrolmentChallenge fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a challenge");
        var challenge =
                new EnrolmentChallenge(
                        f.bytes("bootstrap_leaf", Leaf.MAX_SIZE),
                        f.receipt("bootstrap_receipt"),
                        f.bytes("anchors", AnchorsDocument.MAX_SIZE),
                        f.exactly("nonce", EnrolmentProof.NONCE_SIZE));
        f.end();
        return challenge;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bootstrap_leaf", bootstrapLeaf.base64Url());
        json.put("bootstrap_receipt", bootstrapReceipt.text());
        json.put("anchors", anchors.base64Url());
        json.put("nonce", nonce.base64Url());
        return json;
    }
}
