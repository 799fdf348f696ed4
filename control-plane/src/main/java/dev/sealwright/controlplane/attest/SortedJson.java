package dev.sealwright.controlplane.attest;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON objects in the order of their names, so that equal ones are logged as equal bytes. */
final class SortedJson {
    private SortedJson() {}

    static Map<String, Object> of(Map<String, Object> object) {
        var out = new TreeMap<String, Object>();
        object.forEach((name, value) -> out.put(name, sorted(value)));
        return Collections.unmodifiableMap(out);
    }

    /** A null stays one, for the policy's reader to refuse. */
    private static Object sorted(Object value) {
        if (value == null) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> object -> {
                var out = new TreeMap<String, Object>();
                object.forEach((name, member) -> out.put(name.toString(), sorted(member)));
                yield Collections.unmodifiableMap(out);
            }
            case List<?> items -> items.stream().map(SortedJson::sorted).toList();
            default -> value;
        };
    }
}
