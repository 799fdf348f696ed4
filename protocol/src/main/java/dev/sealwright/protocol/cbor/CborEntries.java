package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;

/**
 * The entries of a map that a {@link CborCursor} stands in, in the order of their keys, each once.
 * Of each entry the key is read here, and its value then from the cursor.
 */
public final class CborEntries {
    /** Those of no map. */
    static final CborEntries NONE = new CborEntries(new CborInput(Bytes.EMPTY, 0, true), 0);

    private final CborInput input;
    private final CborCursor cursor;
    private final KeyOrder order;
    private int left;

    CborEntries(CborInput input, int size) {
        this.input = input;
        this.cursor = new CborCursor(input);
        this.order = new KeyOrder(input);
        this.left = size;
    }

    /** Where the values are read. */
    CborCursor cursor() {
        return cursor;
    }

    /** Whether there is one more, which is then to be read. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** The key of an entry, a non-negative integer. */
    public long uint(String what) {
        int start = input.position();
        long key = cursor.uint(what);
        order.follows(start);
        return key;
    }

    /** The key of an entry, text. */
    public String text(String what) {
        int start = input.position();
        String key = cursor.text(what);
        order.follows(start);
        return key;
    }

    /** Steps over the key of one more entry, if it is seen to be this. */
    boolean nextIs(String name) {
        if (left == 0 || !input.comes(name)) {
            return false;
        }
        left--;
        int start = input.position();
        input.head();
        input.skip(name.length());
        order.follows(start);
        return true;
    }
}
