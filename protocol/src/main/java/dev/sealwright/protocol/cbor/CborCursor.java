package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;

/**
 * Reads one CBOR item of a form that is known, piece by piece in the order in which the pieces
 * stand, without a tree between. Takes what {@link CborReader#strict} takes and refuses the rest
 * with a {@link MalformedException}: all of it is only known to be well-formed once {@link #end}
 * has returned.
 */
public final class CborCursor {
    private static final int NULL = 0xf6;

    private final CborInput input;

    CborCursor(CborInput input) {
        this.input = input;
    }

    /** Deterministic encoding, no tags. */
    public static CborCursor strict(Bytes input, int maxSize) {
        return new CborCursor(new CborInput(input, maxSize, true));
    }

    /** Requires that nothing follows what was read. */
    public void end() {
        input.requireEnd();
    }

    /** Goes into an array, and says of how many items, which are to be read next. */
    public int array(String what) {
        return input.count(head(MajorType.ARRAY, what, " is not an array"), 1);
    }

    /** Goes into an array of so many items. */
    public void array(String what, int size) {
        int items = array(what);
        if (items != size) {
            throw new MalformedException(what + " has " + items + " items, not " + size);
        }
    }

    /** Goes into a map. */
    public CborEntries map(String what) {
        int entries = input.count(head(MajorType.MAP, what, " is not a map"), 2);
        if (entries > CborReader.MAX_ENTRIES) {
            throw new MalformedException(
                    "a CBOR map with more than " + CborReader.MAX_ENTRIES + " entries");
        }
        return new CborEntries(input, entries);
    }

    public long integer(String what) {
        int head = input.head();
        return switch (head >>> 5) {
            case MajorType.UNSIGNED -> input.argument(head & 0x1f);
            case MajorType.NEGATIVE -> -1 - input.argument(head & 0x1f);
            default -> throw new MalformedException(what + " is not an integer");
        };
    }

    /** A non-negative integer. */
    public long uint(String what) {
        long value = integer(what);
        if (value < 0) {
            throw new MalformedException(what + " is negative");
        }
        return value;
    }

    public Bytes bytes(String what) {
        return input.take(input.count(head(MajorType.BYTES, what, " is not a byte string"), 1));
    }

    public Bytes bytes(String what, int size) {
        return bytes(what).requireSize(size, what);
    }

    public String text(String what) {
        return input.takeText(input.count(head(MajorType.TEXT, what, " is not text"), 1));
    }

    /** An array of texts. */
    public List<String> texts(String what) {
        String[] texts = new String[array(what)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(what);
        }
        return List.of(texts);
    }

    /** Steps over a null, if that is what comes next. */
    public boolean takeNull() {
        boolean comes = input.comes(NULL);
        if (comes) {
            input.head();
        }
        return comes;
    }

    /** Whatever comes next, as a tree. */
    CborValue value() {
        return CborReader.next(input);
    }

    private int head(int major, String what, String otherwise) {
        int head = input.head();
        if (head >>> 5 != major) {
            throw new MalformedException(what + otherwise);
        }
        return head & 0x1f;
    }
}
