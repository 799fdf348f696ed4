package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.RevocationBody.TokenRevocationList;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A list of revocations on its way to a verifier; proves itself.
 *
 * @param list as {@link RevocationList} encodes it
 * @param leaf the {@code token-revocation-list} leaf
 */
public record RevocationDocument(Bytes list, Bytes leaf, Receipt receipt) {

    public static RevocationDocument fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a list of revocations");
        var document =
                new RevocationDocument(
                        f.bytes("list", RevocationList.MAX_SIZE),
                        f.bytes("leaf", Leaf.MAX_SIZE),
                        f.receipt("receipt"));
        f.end();
        return document;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("list", list.base64Url());
        json.put("leaf", leaf.base64Url());
        json.put("receipt", receipt.text());
        return json;
    }

    /** The list is the one that its leaf names, and that leaf is in the log. */
    public VerifiedRevocations verify(ReceiptVerifier verifier) {
        VerifiedLeaf verified = verifier.verify(leaf, receipt);
        TokenRevocationList body = verified.expect(TokenRevocationList.class);
        if (!Sha256.of(list).equals(body.digest())) {
            throw new VerificationException(
                    Reason.MISMATCH, "another list of revocations than its leaf names");
        }
        RevocationList read = RevocationList.decode(list);
        if (!read.org().equals(verified.leaf().org()) || read.through() != body.through()) {
            throw new VerificationException(
                    Reason.MISMATCH, "a list of revocations that contradicts its leaf");
        }
        return new VerifiedRevocations(read, verified);
    }
}
