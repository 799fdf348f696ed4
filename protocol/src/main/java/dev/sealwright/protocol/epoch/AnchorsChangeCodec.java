package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import java.util.Map;

/** The file of a change of anchors: a deterministic CBOR map with text keys. */
final class AnchorsChangeCodec {
    private static final String FORMAT = "sealwright/anchors-change/v1";
    private static final int MAX_SIZE = 128 * 1024;

    private AnchorsChangeCodec() {}

    static Bytes encode(AnchorsChange change) {
        return CborWriter.encode(
                CborValue.map(
                        Map.of(
                                "format", CborValue.of(FORMAT),
                                "document", CborValue.of(change.document()),
                                "approvals", EpochOpeningCodec.encode(change.approvals()))));
    }

    static AnchorsChange decode(Bytes encoded) {
        MapFields f = MapFields.of(CborReader.strict(encoded, MAX_SIZE), "a change of anchors");
        if (!f.text("format").equals(FORMAT)) {
            throw new MalformedException("not a change of anchors");
        }
        AnchorsChange change =
                new AnchorsChange(f.bytes("document"), EpochOpeningCodec.approvals(f));
        f.end();
        return change;
    }
}
