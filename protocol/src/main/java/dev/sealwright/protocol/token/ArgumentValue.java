package dev.sealwright.protocol.token;

import dev.sealwright.protocol.cbor.CborValue;

/** An argument of a call, as far as limits can judge it. */
public sealed interface ArgumentValue {
    /** Printable ASCII, at most 256 characters. */
    record Text(String value) implements ArgumentValue {
        public Text {
            Words.require(value, "an argument");
        }
    }

    record Whole(long value) implements ArgumentValue {}

    default CborValue cbor() {
        return switch (this) {
            case Text(String value) -> CborValue.of(value);
            case Whole(long value) -> CborValue.of(value);
        };
    }
}
