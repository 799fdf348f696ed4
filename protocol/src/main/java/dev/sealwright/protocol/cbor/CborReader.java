package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads exactly one CBOR item, as a tree. {@link #strict} accepts only the deterministic encoding
 * (RFC 8949 section 4.2.1), so that one value has one encoding; {@link #lenient} also takes long
 * integer forms, indefinite lengths and any key order, which evidence from others may use. Both
 * refuse duplicate keys, trailing bytes, floats, invalid UTF-8, nesting deeper than {@value
 * #MAX_DEPTH}, maps of more than {@value #MAX_ENTRIES} entries, more than {@value #MAX_ITEMS}
 * items, and input over the caller's bound; no length in the input makes them allocate more than
 * the input itself could fill.
 */
public final class CborReader {
    public static final int MAX_DEPTH = 16;
    public static final int MAX_ENTRIES = 1024;

    /** An item of one byte becomes an object of many; so much for what input can make of itself. */
    public static final int MAX_ITEMS = 262_144;

    private static final int INDEFINITE = 31;

    private final CborInput input;
    private final boolean tags;

    private CborReader(CborInput input, boolean tags) {
        this.input = input;
        this.tags = tags;
    }

    /** Deterministic encoding, no tags. */
    public static CborValue strict(Bytes input, int maxSize) {
        return only(new CborInput(input, maxSize, true), false);
    }

    /** Deterministic encoding, tags allowed. */
    public static CborValue strictWithTags(Bytes input, int maxSize) {
        return only(new CborInput(input, maxSize, true), true);
    }

    /** Any well-formed encoding, tags allowed. */
    public static CborValue lenient(Bytes input, int maxSize) {
        return only(new CborInput(input, maxSize, false), true);
    }

    private static CborValue only(CborInput input, boolean tags) {
        CborValue value = new CborReader(input, tags).item(0);
        input.requireEnd();
        return value;
    }

    /** The item that comes next, without tags. */
    static CborValue next(CborInput input) {
        return new CborReader(input, false).item(0);
    }

    private CborValue item(int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("CBOR nested too deeply");
        }
        int head = input.head();
        int major = head >>> 5;
        int info = head & 0x1f;
        return switch (major) {
            case MajorType.UNSIGNED -> new CborValue.Int(input.argument(info));
            case MajorType.NEGATIVE -> new CborValue.Int(-1 - input.argument(info));
            case MajorType.BYTES -> new CborValue.ByteString(bytes(info));
            case MajorType.TEXT -> new CborValue.Text(text(info));
            case MajorType.ARRAY -> array(info, depth);
            case MajorType.MAP -> map(info, depth);
            case MajorType.TAG -> tag(info, depth);
            default -> simple(info);
        };
    }

    private CborValue tag(int info, int depth) {
        if (!tags) {
            throw new MalformedException("a CBOR tag where none is allowed");
        }
        return new CborValue.Tagged(input.argument(info), item(depth + 1));
    }

    private static CborValue simple(int info) {
        return switch (info) {
            case 20 -> new CborValue.Bool(false);
            case 21 -> new CborValue.Bool(true);
            case 22 -> new CborValue.Null();
            default -> throw new MalformedException("a CBOR float or simple value");
        };
    }

    private CborValue array(int info, int depth) {
        if (indefinite(info)) {
            List<CborValue> items = new ArrayList<>();
            while (!input.takeBreak()) {
                items.add(item(depth + 1));
            }
            return new CborValue.Array(items);
        }
        int count = input.count(info, 1);
        List<CborValue> items = new ArrayList<>(Math.min(count, MAX_ENTRIES));
        for (int left = count; left > 0; left--) {
            items.add(item(depth + 1));
        }
        return new CborValue.Array(items);
    }

    private CborValue map(int info, int depth) {
        if (indefinite(info)) {
            var entries = new LinkedHashMap<CborValue, CborValue>();
            while (!input.takeBreak()) {
                entry(entries, item(depth + 1), depth);
            }
            return new CborValue.Dictionary(entries);
        }
        int count = input.count(info, 2);
        var entries =
                LinkedHashMap.<CborValue, CborValue>newLinkedHashMap(Math.min(count, MAX_ENTRIES));
        KeyOrder order = new KeyOrder(input);
        for (int left = count; left > 0; left--) {
            int start = input.position();
            CborValue key = item(depth + 1);
            if (input.deterministic()) {
                order.follows(start);
            }
            entry(entries, key, depth);
        }
        return new CborValue.Dictionary(entries);
    }

    private void entry(Map<CborValue, CborValue> entries, CborValue key, int depth) {
        if (entries.size() == MAX_ENTRIES) {
            throw new MalformedException("a CBOR map with more than " + MAX_ENTRIES + " entries");
        }
        if (entries.put(key, item(depth + 1)) != null) {
            throw new MalformedException("a CBOR map key twice");
        }
    }

    private String text(int info) {
        return indefinite(info)
                ? chunks(MajorType.TEXT).text()
                : input.takeText(input.count(info, 1));
    }

    private Bytes bytes(int info) {
        return indefinite(info) ? chunks(MajorType.BYTES) : input.take(input.count(info, 1));
    }

    private Bytes chunks(int major) {
        var out = new ByteArrayOutputStream();
        while (!input.takeBreak()) {
            int head = input.next();
            // RFC 8949 section 3.2.3: chunks are definite strings of the same major type.
            if (head >>> 5 != major || (head & 0x1f) == INDEFINITE) {
                throw new MalformedException("a CBOR string chunk of another kind");
            }
            Bytes chunk = input.take(input.count(head & 0x1f, 1));
            if (major == MajorType.TEXT) {
                chunk.text();
            }
            out.writeBytes(chunk.toArray());
        }
        return Bytes.of(out.toByteArray());
    }

    private boolean indefinite(int info) {
        if (info == INDEFINITE && input.deterministic()) {
            throw new MalformedException("a CBOR item of indefinite length");
        }
        return info == INDEFINITE;
    }
}
