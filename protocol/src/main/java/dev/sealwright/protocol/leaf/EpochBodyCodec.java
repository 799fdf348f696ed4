package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.leaf.EpochBody.ClosedBy;

/** The body of an {@code epoch} leaf. */
final class EpochBodyCodec {
    private EpochBodyCodec() {}

    static void put(BodyCodec out, EpochBody body) {
        out.put("origin", body.origin())
                .put("from", body.from())
                .put("closed_size", body.closedSize())
                .put("closed_root", body.closedRoot())
                .put("restored_size", body.restoredSize())
                .put("restored_root", body.restoredRoot())
                .put("anchors", body.anchors())
                .put("closed_by", body.closedBy().text())
                .put("approvals", ApprovalCodec.encode(body.approvals()));
    }

    static EpochBody read(MapFields f) {
        return new EpochBody(
                f.text("origin"),
                f.text("from"),
                f.uint("closed_size"),
                f.bytes("closed_root"),
                f.uint("restored_size"),
                f.bytes("restored_root"),
                f.bytes("anchors"),
                ClosedBy.of(f.text("closed_by")),
                ApprovalCodec.read(f));
    }
}
