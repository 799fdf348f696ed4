package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A CBOR map with text keys in the making. */
final class MapWriter {
    private final Map<String, CborValue> map = new LinkedHashMap<>();

    MapWriter put(String name, CborValue value) {
        map.put(name, value);
        return this;
    }

    MapWriter put(String name, Bytes value) {
        return put(name, CborValue.of(value));
    }

    MapWriter put(String name, String value) {
        return put(name, CborValue.of(value));
    }

    MapWriter put(String name, long value) {
        return put(name, CborValue.of(value));
    }

    <T> MapWriter put(String name, List<T> items, Function<T, CborValue> form) {
        return put(name, new CborValue.Array(items.stream().map(form).toList()));
    }

    /** The value, or null. */
    <T> MapWriter nullable(String name, Optional<T> value, Function<T, CborValue> form) {
        return put(name, value.map(form).orElseGet(CborValue.Null::new));
    }

    CborValue end() {
        return CborValue.map(map);
    }
}
