package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An array of CK_ATTRIBUTE in the making: what to look for, or what to give a new object. */
public final class Template {
    private final Map<AttributeType, byte[]> values = new LinkedHashMap<>();

    public Template with(AttributeType type, boolean value) {
        return with(type, new byte[] {(byte) (value ? 1 : 0)});
    }

    public Template with(AttributeType type, long value) {
        byte[] bytes = new byte[Long.BYTES];
        MemorySegment.ofArray(bytes).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
        return with(type, bytes);
    }

    public Template with(AttributeType type, String ascii) {
        return with(type, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    public Template with(AttributeType type, byte[] value) {
        values.put(type, value);
        return this;
    }

    /** The same without these. */
    public Template without(Set<AttributeType> types) {
        values.keySet().removeAll(types);
        return this;
    }

    public int size() {
        return values.size();
    }

    /** The array in native memory, which lives as long as the arena. */
    public MemorySegment in(Arena arena) {
        MemorySegment array = arena.allocate(Structures.ATTRIBUTE, Math.max(1, values.size()));
        int index = 0;
        for (Map.Entry<AttributeType, byte[]> entry : values.entrySet()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_BYTE, entry.getValue());
            AttributeArray.set(array, index++, entry.getKey(), value, entry.getValue().length);
        }
        return array;
    }
}
