package dev.sealwright.attestation.cmw;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a file is a wrapper: by the first byte, and where that is a brace by the members. */
final class CmwDetection {
    private CmwDetection() {}

    /** The wrapper, or empty; malformed if it is one and is broken. */
    static Optional<Cmw> of(Bytes file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        int first = file.get(0) & 0xff;
        if (first == 0x82 || first == 0x83 || first == 0xda || first >>> 5 == 5) {
            return Optional.of(CmwCbor.read(file));
        }
        Bytes text = Bytes.utf8(new String(file.toArray(), StandardCharsets.ISO_8859_1).strip());
        boolean json = !text.isEmpty() && (text.get(0) == '[' || text.get(0) == '{');
        return json && wrapper(Json.read(file, Cmw.MAX_SIZE))
                ? Optional.of(CmwJson.read(file))
                : Optional.empty();
    }

    /** A record, or an object whose members all are records, apart from the type. */
    private static boolean wrapper(JsonValue value) {
        return switch (value) {
            case JsonValue.Arr _ -> true;
            case JsonValue.Obj object ->
                    object.get(Cmw.COLLECTION_TYPE).isPresent()
                            || (!object.members().isEmpty()
                                    && object.members().values().stream()
                                            .allMatch(CmwDetection::record));
            default -> false;
        };
    }

    private static boolean record(JsonValue value) {
        return value instanceof JsonValue.Arr(java.util.List<JsonValue> items)
                && items.size() >= 2
                && items.get(0) instanceof JsonValue.Str
                && items.get(1) instanceof JsonValue.Str;
    }
}
