package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Arrays of CK_ATTRIBUTE in native memory. */
final class AttributeArray {
    private static final long TYPE = Structures.offset(Structures.ATTRIBUTE, "type");
    private static final long VALUE = Structures.offset(Structures.ATTRIBUTE, "value");
    private static final long LENGTH = Structures.offset(Structures.ATTRIBUTE, "length");
    private static final long SIZE = Structures.ATTRIBUTE.byteSize();

    private AttributeArray() {}

    static void set(
            MemorySegment array, int index, AttributeType type, MemorySegment value, long length) {
        long at = index * SIZE;
        array.set(ValueLayout.JAVA_LONG, at + TYPE, type.value());
        array.set(ValueLayout.ADDRESS, at + VALUE, value);
        array.set(ValueLayout.JAVA_LONG, at + LENGTH, length);
    }

    /** Room for one value of each type. */
    static MemorySegment forReading(Arena arena, List<AttributeType> types) {
        MemorySegment array = arena.allocate(Structures.ATTRIBUTE, types.size());
        for (int i = 0; i < types.size(); i++) {
            int room = types.get(i).room();
            set(array, i, types.get(i), arena.allocate(room, Long.BYTES), room);
        }
        return array;
    }

    /**
     * What was read. A type the token would not tell, or has not, or has longer than we take, is
     * absent: its length then is CK_UNAVAILABLE_INFORMATION (PKCS#11 v3.1 section 5.7.5) or larger
     * than the room.
     */
    static Map<AttributeType, byte[]> read(MemorySegment array, List<AttributeType> types) {
        Map<AttributeType, byte[]> values = new EnumMap<>(AttributeType.class);
        for (int i = 0; i < types.size(); i++) {
            long length = array.get(ValueLayout.JAVA_LONG, i * SIZE + LENGTH);
            if (length >= 0 && length <= types.get(i).room()) {
                MemorySegment value = array.get(ValueLayout.ADDRESS, i * SIZE + VALUE);
                values.put(types.get(i), copy(value, length));
            }
        }
        return values;
    }

    @SuppressWarnings(
            "restricted") // The pointer is the one that forReading stored, the length within its
    // room.
    private static byte[] copy(MemorySegment value, long length) {
        return value.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    }
}
