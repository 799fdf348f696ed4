package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.EpochBody.ClosedBy;
import java.util.List;

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
                .put("approvals", approvals(body.approvals()));
    }

    static CborValue approvals(List<Approval> approvals) {
        return new CborValue.Array(approvals.stream().map(EpochBodyCodec::encode).toList());
    }

    private static CborValue encode(Approval approval) {
        return CborValue.array(
                CborValue.of(approval.operator()), CborValue.of(approval.signature()));
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
                approvals(f));
    }

    static List<Approval> approvals(MapFields f) {
        return f.take("approvals").asArray("approvals").stream()
                .map(EpochBodyCodec::approval)
                .toList();
    }

    private static Approval approval(CborValue value) {
        List<CborValue> parts = value.asArray("an approval", 2);
        return new Approval(
                parts.get(0).asText("an operator"),
                parts.get(1).asBytes("a signature", Ed25519.SIGNATURE_SIZE));
    }
}
