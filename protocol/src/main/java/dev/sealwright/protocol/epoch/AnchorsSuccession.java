package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.wire.JsonFields;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What shows that anchors took the place of others within their epoch: their leaf, as the last one
 * of a checkpoint that a quorum of the voters before signed. Its JSON form has the members {@code
 * document} and {@code leaf}, base64url, and {@code receipt}, a tlog-proof.
 *
 * @param document the anchors that were replaced
 * @param leaf that names the newer ones
 * @param receipt under the checkpoint that the leaf is the last of
 */
public record AnchorsSuccession(Bytes document, Bytes leaf, Receipt receipt) {

    /**
     * The chain with the anchors that its oldest of that epoch replaced. Their voters count up to
     * the size of the receipt's checkpoint, and those of the newer ones from there on.
     *
     * @throws VerificationException unless all of it holds together
     */
    public AnchorsChain extend(AnchorsChain chain) {
        VerifiedAnchors newer =
                chain.oldest(origin()).orElseThrow(() -> refused("a change in an unknown epoch"));
        return chain.replacing(document, until(newer));
    }

    /**
     * The last size that voters of the replaced anchors sign.
     *
     * @throws VerificationException unless it leads to these anchors
     */
    public long until(VerifiedAnchors newer) {
        VerifiedAnchors replaced = AnchorsDocument.verifyReplaced(document, newer);
        VerifiedLeaf proven = new ReceiptVerifier(replaced).verify(leaf, receipt);
        if (proven.index() != proven.treeSize() - 1) {
            throw refused("a change of anchors that is not the last leaf of its checkpoint");
        }
        AnchorsChange.check(proven.expect(LeafBody.Anchors.class), newer, replaced);
        return proven.treeSize();
    }

    private String origin() {
        return Checkpoint.parse(receipt.checkpoint().text()).origin();
    }

    /** The chain with all of these that lead to it, given in any order. */
    public static AnchorsChain extend(
            AnchorsChain chain, Collection<AnchorsSuccession> successions) {
        AnchorsChain longer = chain;
        Optional<AnchorsSuccession> next = leadingTo(longer, successions);
        while (next.isPresent()) {
            longer = next.get().extend(longer);
            next = leadingTo(longer, successions);
        }
        return longer;
    }

    private static Optional<AnchorsSuccession> leadingTo(
            AnchorsChain chain, Collection<AnchorsSuccession> successions) {
        return successions.stream()
                .filter(
                        each ->
                                chain.oldest(each.origin())
                                        .flatMap(oldest -> oldest.content().replaces())
                                        .filter(Sha256.of(each.document)::equals)
                                        .isPresent())
                .findFirst();
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("document", document.base64Url());
        json.put("leaf", leaf.base64Url());
        json.put("receipt", receipt.text());
        return json;
    }

    public static AnchorsSuccession fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a succession of anchors");
        var succession =
                new AnchorsSuccession(
                        f.bytes("document", AnchorsDocument.MAX_SIZE),
                        f.bytes("leaf", Leaf.MAX_SIZE),
                        f.receipt("receipt"));
        f.end();
        return succession;
    }

    private static VerificationException refused(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
