package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A type's one form as CBOR. Decoding throws {@link MalformedException} on anything else. */
record Codec<T>(Function<T, CborValue> encode, Function<CborValue, T> decode) {
    static final Codec<Bytes> BYTES =
            new Codec<>(CborValue::of, value -> value.asBytes("a byte string"));

    static final Codec<String> TEXT = new Codec<>(CborValue::of, value -> value.asText("a text"));

    static final Codec<Nothing> NOTHING =
            new Codec<>(nothing -> new CborValue.Null(), Codec::nothing);

    /** What an operation takes that takes nothing, or answers that only succeeds. */
    enum Nothing {
        NOTHING
    }

    Bytes bytes(T value) {
        return CborWriter.encode(encode.apply(value));
    }

    T parse(Bytes bytes) {
        return of(CborReader.strict(bytes, Frame.MAX_BODY));
    }

    /** What the value holds; also what its record refuses to hold is malformed. */
    T of(CborValue value) {
        try {
            return decode.apply(value);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a value out of range", e);
        }
    }

    Codec<List<T>> list() {
        return new Codec<>(
                items -> new CborValue.Array(items.stream().map(encode).toList()),
                value -> value.asArray("a list").stream().map(decode).toList());
    }

    Codec<Optional<T>> optional() {
        return new Codec<>(
                item -> item.map(encode).orElseGet(CborValue.Null::new),
                value ->
                        value instanceof CborValue.Null
                                ? Optional.empty()
                                : Optional.of(decode.apply(value)));
    }

    private static Nothing nothing(CborValue value) {
        if (value instanceof CborValue.Null) {
            return Nothing.NOTHING;
        }
        throw new MalformedException("something where nothing stands");
    }
}
