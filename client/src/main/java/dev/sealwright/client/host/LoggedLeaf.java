package dev.sealwright.client.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/**
 * A leaf and its receipt, as they are kept and sent: {@code {leaf, receipt}}. Public, unverified.
 */
public record LoggedLeaf(Bytes leaf, Receipt receipt) {
    public static LoggedLeaf read(Fields json) {
        return new LoggedLeaf(json.binary("leaf"), Receipt.parse(json.text("receipt")));
    }

    public ObjectNode json() {
        return Json.object().put("leaf", leaf.base64Url()).put("receipt", receipt.text());
    }

    public VerifiedLeaf verify(ReceiptVerifier verifier) {
        return verifier.verify(leaf, receipt);
    }
}
