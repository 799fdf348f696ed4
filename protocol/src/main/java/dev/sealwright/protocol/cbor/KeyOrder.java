package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.MalformedException;

/**
 * That the keys of a map stand in the bytewise order of their encodings (RFC 8949 section 4.2.1),
 * so that none is there twice.
 */
final class KeyOrder {
    private final CborInput input;
    private int from;
    private int to;

    KeyOrder(CborInput input) {
        this.input = input;
    }

    /** The next key is what was read since this position. */
    void follows(int start) {
        if (!input.sorted(from, to, start)) {
            throw new MalformedException("CBOR map keys out of order");
        }
        from = start;
        to = input.position();
    }
}
