package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One CBOR data item. Floats and integers beyond 64 bits signed have no place here and are refused.
 */
public sealed interface CborValue {
    /** Major types 0 and 1. */
    record Int(long value) implements CborValue {}

    record ByteString(Bytes value) implements CborValue {}

    record Text(String value) implements CborValue {}

    record Array(List<CborValue> items) implements CborValue {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** In the order read; {@link CborWriter} sorts. */
    record Dictionary(SequencedMap<CborValue, CborValue> entries) implements CborValue {
        public Dictionary {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }
    }

    record Tagged(long tag, CborValue content) implements CborValue {}

    record Bool(boolean value) implements CborValue {}

    record Null() implements CborValue {}

    static CborValue of(long value) {
        return new Int(value);
    }

    static CborValue of(Bytes value) {
        return new ByteString(value);
    }

    static CborValue of(String value) {
        return new Text(value);
    }

    static CborValue array(CborValue... items) {
        return new Array(List.of(items));
    }

    static CborValue texts(List<String> items) {
        return new Array(items.stream().map(CborValue::of).toList());
    }

    /** A map with text keys. */
    static CborValue map(Map<String, ? extends CborValue> entries) {
        var out = new LinkedHashMap<CborValue, CborValue>();
        entries.forEach((key, value) -> out.put(new Text(key), value));
        return new Dictionary(out);
    }

    default long asInt(String what) {
        if (this instanceof Int(long value)) {
            return value;
        }
        throw new MalformedException(what + " is not an integer");
    }

    /** A non-negative integer. */
    default long asUint(String what) {
        long value = asInt(what);
        if (value < 0) {
            throw new MalformedException(what + " is negative");
        }
        return value;
    }

    default Bytes asBytes(String what) {
        if (this instanceof ByteString(Bytes value)) {
            return value;
        }
        throw new MalformedException(what + " is not a byte string");
    }

    default Bytes asBytes(String what, int size) {
        return asBytes(what).requireSize(size, what);
    }

    default String asText(String what) {
        if (this instanceof Text(String value)) {
            return value;
        }
        throw new MalformedException(what + " is not text");
    }

    default boolean asBool(String what) {
        if (this instanceof Bool(boolean value)) {
            return value;
        }
        throw new MalformedException(what + " is not true or false");
    }

    default List<CborValue> asArray(String what) {
        if (this instanceof Array(List<CborValue> items)) {
            return items;
        }
        throw new MalformedException(what + " is not an array");
    }

    default List<CborValue> asArray(String what, int size) {
        List<CborValue> items = asArray(what);
        if (items.size() != size) {
            throw new MalformedException(what + " has " + items.size() + " items, not " + size);
        }
        return items;
    }

    default SequencedMap<CborValue, CborValue> asMap(String what) {
        if (this instanceof Dictionary(SequencedMap<CborValue, CborValue> entries)) {
            return entries;
        }
        throw new MalformedException(what + " is not a map");
    }
}
