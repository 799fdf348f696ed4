package dev.sealwright.attestation.cmw;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code application/cmw+json}: {@code [type, base64url value, ind?]}, or an object of such. */
public final class CmwJson {
    private CmwJson() {}

    public static Bytes write(Cmw cmw) {
        return Bytes.utf8(JsonText.of(value(cmw)));
    }

    private static JsonValue value(Cmw cmw) {
        return switch (cmw) {
            case Cmw.Message message -> message(message);
            case Cmw.Collection(Optional<String> type, Map<String, Cmw> members) -> {
                Map<String, JsonValue> out = new LinkedHashMap<>();
                type.ifPresent(t -> out.put(Cmw.COLLECTION_TYPE, JsonValue.of(t)));
                members.forEach((label, member) -> out.put(label, value(member)));
                yield JsonValue.object(out);
            }
        };
    }

    private static JsonValue message(Cmw.Message message) {
        if (!(message.type() instanceof Cmw.Type.Media(String name))) {
            throw new IllegalArgumentException("a content format has no place in JSON");
        }
        List<JsonValue> items = new ArrayList<>();
        items.add(JsonValue.of(name));
        items.add(JsonValue.of(message.value().base64Url()));
        if (!message.indicators().isEmpty()) {
            items.add(JsonValue.of(Indicator.bits(message.indicators())));
        }
        return new JsonValue.Arr(items);
    }

    public static Cmw read(Bytes text) {
        return read(Json.read(text, Cmw.MAX_SIZE), 0);
    }

    private static Cmw read(JsonValue value, int depth) {
        if (depth > Cmw.MAX_DEPTH) {
            throw new MalformedException("CMW collections nested too deeply");
        }
        return value instanceof JsonValue.Arr
                ? message(value.asArray("a CMW record", 3))
                : collection(value.asObject("a CMW"), depth);
    }

    private static Cmw collection(JsonValue.Obj object, int depth) {
        Map<String, JsonValue> left = new LinkedHashMap<>(object.members());
        Optional<String> type =
                Optional.ofNullable(left.remove(Cmw.COLLECTION_TYPE))
                        .map(v -> v.asText("a CMW collection's type"));
        var members = new LinkedHashMap<String, Cmw>();
        left.forEach((label, member) -> members.put(label, read(member, depth + 1)));
        return new Cmw.Collection(type, members);
    }

    private static Cmw message(List<JsonValue> items) {
        if (items.size() < 2) {
            throw new MalformedException("a CMW record without type or value");
        }
        Set<Indicator> indicators =
                items.size() == 3 ? Indicator.of(items.get(2).asLong("ind")) : Set.of();
        return new Cmw.Message(
                new Cmw.Type.Media(items.get(0).asText("a CMW type")),
                Bytes.fromBase64Url(items.get(1).asText("a CMW value")),
                indicators);
    }
}
