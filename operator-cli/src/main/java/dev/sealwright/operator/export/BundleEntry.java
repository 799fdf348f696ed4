package dev.sealwright.operator.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An entry with all that shows it: the leaf and its receipt, and what opens the salted digest in
 * the leaf where the exporter may see that.
 *
 * @param bytes the leaf as it is in the log
 * @param actor the service's word
 * @param prevHash head of the organisation's chain before it
 */
record BundleEntry(
        Bytes bytes,
        Leaf leaf,
        Optional<String> actor,
        Optional<Opening> opening,
        Bytes prevHash,
        Receipt receipt) {
    BundleEntry {
        if (opening.isPresent() && !opening.get().opens(leaf.body())) {
            throw new VerificationException(
                    Reason.MISMATCH,
                    "entry "
                            + receipt.index()
                            + " has a detail that its leaf does not hold the digest of");
        }
    }

    /** An entry as the service lists it. */
    static BundleEntry of(Fields listed, Receipt receipt) {
        Bytes leaf = listed.binary("leaf");
        return new BundleEntry(
                leaf,
                LeafCodec.decode(leaf),
                listed.optionalText("actor"),
                opening(listed),
                Bytes.fromHex(listed.text("prev_hash")),
                receipt);
    }

    /** Reads exactly what {@link #line} writes. */
    static BundleEntry parse(byte[] line) {
        Fields fields = Fields.parse(line);
        BundleEntry entry = of(fields, Receipt.parse(fields.text("receipt")));
        if (!Bytes.of(entry.line()).equals(Bytes.of(line))) {
            throw new MalformedException("a line that says something else than its leaf");
        }
        return entry;
    }

    private static Optional<Opening> opening(Fields fields) {
        Optional<String> detail = fields.optionalText("detail");
        Optional<String> salt = fields.optionalText("salt");
        return detail.flatMap(
                text -> salt.map(s -> new Opening(Bytes.fromBase64Url(s), Bytes.utf8(text))));
    }

    long index() {
        return receipt.index();
    }

    /** Type of the leaf; for events, what happened. */
    String kind() {
        return leaf.body() instanceof LeafBody.Event event ? event.kind().text() : leaf.type();
    }

    Optional<String> outcome() {
        return leaf.body() instanceof LeafBody.Event event
                ? Optional.of(event.outcome().text())
                : Optional.empty();
    }

    /** One JSON object without a line's end; also what {@code verify receipt} takes. */
    byte[] line() {
        ObjectNode json =
                Json.object()
                        .put("leaf_index", index())
                        .put("id", Uuids.text(leaf.id()))
                        .put("time", leaf.time().toString())
                        .put("org", leaf.org().hex())
                        .put("kind", kind())
                        .put("outcome", outcome().orElse(null))
                        .put("actor", actor.orElse(null))
                        .put("detail", opening.map(BundleEntry::text).orElse(null))
                        .put("salt", opening.map(o -> o.salt().base64Url()).orElse(null))
                        .put("prev_hash", prevHash.hex())
                        .put("leaf", bytes.base64Url())
                        .put("receipt", receipt.text());
        return Json.bytes(json);
    }

    private static String text(Opening opening) {
        return new String(opening.content().toArray(), StandardCharsets.UTF_8);
    }
}
