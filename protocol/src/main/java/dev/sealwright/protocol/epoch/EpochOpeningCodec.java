package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.note.Note;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file of an opening: a deterministic CBOR map with text keys. */
final class EpochOpeningCodec {
    private static final String FORMAT = "sealwright/epoch-opening/v1";

    private EpochOpeningCodec() {}

    static Bytes encode(EpochOpening opening) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        map.put("format", CborValue.of(FORMAT));
        map.put(
                "past",
                new CborValue.Array(
                        opening.past().stream().<CborValue>map(CborValue::of).toList()));
        map.put("heads", CborValue.texts(opening.heads().stream().map(Note::encode).toList()));
        map.put("restored", CborValue.of(opening.restored().encode()));
        map.put("approvals", encode(opening.approvals()));
        return CborWriter.encode(CborValue.map(map));
    }

    static CborValue encode(List<Approval> approvals) {
        return new CborValue.Array(approvals.stream().map(EpochOpeningCodec::encode).toList());
    }

    private static CborValue encode(Approval approval) {
        return CborValue.map(
                Map.of(
                        "operator", CborValue.of(approval.operator()),
                        "signature", CborValue.of(approval.signature())));
    }

    static EpochOpening decode(Bytes encoded) {
        MapFields f = MapFields.of(CborReader.strict(encoded, EpochOpening.MAX_SIZE), "an opening");
        if (!f.text("format").equals(FORMAT)) {
            throw new MalformedException("not the opening of an epoch");
        }
        EpochOpening opening =
                new EpochOpening(
                        few(f, "past").stream().map(item -> item.asBytes("anchors")).toList(),
                        few(f, "heads").stream()
                                .map(item -> Note.parse(item.asText("a head")))
                                .toList(),
                        Note.parse(f.text("restored")),
                        approvals(f));
        f.end();
        return opening;
    }

    static List<Approval> approvals(MapFields f) {
        return few(f, "approvals").stream().map(EpochOpeningCodec::approval).toList();
    }

    private static List<CborValue> few(MapFields f, String name) {
        List<CborValue> items = f.take(name).asArray(name);
        if (items.size() > Anchors.MAX_MEMBERS) {
            throw new MalformedException("an opening with too many " + name);
        }
        return items;
    }

    private static Approval approval(CborValue value) {
        MapFields f = MapFields.of(value, "an approval");
        Approval approval = new Approval(f.text("operator"), f.bytes("signature"));
        f.end();
        return approval;
    }
}
