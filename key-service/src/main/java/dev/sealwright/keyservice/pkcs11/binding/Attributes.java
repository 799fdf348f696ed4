package dev.sealwright.keyservice.pkcs11.binding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a token told of one object. */
public final class Attributes {
    private final Map<AttributeType, byte[]> values;

    Attributes(Map<AttributeType, byte[]> values) {
        this.values = values;
    }

    /** These and what else it told of the same object. */
    public Attributes and(Attributes more) {
        Map<AttributeType, byte[]> all = new EnumMap<>(AttributeType.class);
        all.putAll(values);
        all.putAll(more.values);
        return new Attributes(all);
    }

    public Optional<byte[]> bytes(AttributeType type) {
        return Optional.ofNullable(values.get(type)).map(byte[]::clone);
    }

    public OptionalLong number(AttributeType type) {
        byte[] value = values.get(type);
        if (value == null || value.length != Long.BYTES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                MemorySegment.ofArray(value).get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    public Optional<Boolean> flag(AttributeType type) {
        byte[] value = values.get(type);
        return value == null || value.length != 1 ? Optional.empty() : Optional.of(value[0] != 0);
    }

    /** Printable text, without padding. */
    public Optional<String> text(AttributeType type) {
        return Optional.ofNullable(values.get(type)).map(NativeText::clean);
    }
}
