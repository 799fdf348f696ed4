package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.util.List;

/** Consents of operators in the body of a leaf: an array of pairs, name and signature. */
final class ApprovalCodec {
    private ApprovalCodec() {}

    static CborValue encode(List<Approval> approvals) {
        return new CborValue.Array(
                approvals.stream()
                        .map(
                                each ->
                                        CborValue.array(
                                                CborValue.of(each.operator()),
                                                CborValue.of(each.signature())))
                        .toList());
    }

    static List<Approval> read(MapFields fields) {
        return fields.take("approvals").asArray("approvals").stream()
                .map(ApprovalCodec::approval)
                .toList();
    }

    private static Approval approval(CborValue value) {
        List<CborValue> parts = value.asArray("an approval", 2);
        return new Approval(
                parts.get(0).asText("an operator"), parts.get(1).asBytes("a signature"));
    }
}
