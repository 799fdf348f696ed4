package dev.sealwright.protocol.cbor;

/** RFC 8949 section 3.1. */
final class MajorType {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    private MajorType() {}
}
