package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads exactly one CBOR item. {@link #strict} accepts only the deterministic encoding (RFC 8949
 * section 4.2.1), so that one value has one encoding; {@link #lenient} also takes long integer
 * forms, indefinite lengths and any key order, which evidence from others may use. Both refuse
 * duplicate keys, trailing bytes, floats, invalid UTF-8, nesting deeper than {@value #MAX_DEPTH},
 * maps of more than {@value #MAX_ENTRIES} entries, and input over the caller's bound; no length in
 * the input makes them allocate more than the input itself could fill.
 */
public final class CborReader {
    public static final int MAX_DEPTH = 16;
    public static final int MAX_ENTRIES = 1024;

    private static final int INDEFINITE = 31;

    private final byte[] input;
    private final boolean deterministic;
    private final boolean tags;
    private int at;

    private CborReader(Bytes input, int maxSize, boolean deterministic, boolean tags) {
        if (input.size() > maxSize) {
            throw new MalformedException(
                    "CBOR of " + input.size() + " bytes, more than " + maxSize);
        }
        this.input = input.toArray();
        this.deterministic = deterministic;
        this.tags = tags;
    }

    /** Deterministic encoding, no tags. */
    public static CborValue strict(Bytes input, int maxSize) {
        return new CborReader(input, maxSize, true, false).only();
    }

    /** Deterministic encoding, tags allowed. */
    public static CborValue strictWithTags(Bytes input, int maxSize) {
        return new CborReader(input, maxSize, true, true).only();
    }

    /** Any well-formed encoding, tags allowed. */
    public static CborValue lenient(Bytes input, int maxSize) {
        return new CborReader(input, maxSize, false, true).only();
    }

    private CborValue only() {
        CborValue value = item(0);
        if (at != input.length) {
            throw new MalformedException("trailing bytes after CBOR");
        }
        return value;
    }

    private CborValue item(int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("CBOR nested too deeply");
        }
        int head = next();
        int major = head >>> 5;
        int info = head & 0x1f;
        return switch (major) {
            case MajorType.UNSIGNED -> new CborValue.Int(argument(info));
            case MajorType.NEGATIVE -> new CborValue.Int(-1 - argument(info));
            case MajorType.BYTES -> new CborValue.ByteString(Bytes.of(string(major, info)));
            case MajorType.TEXT -> new CborValue.Text(utf8(string(major, info)));
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
        return new CborValue.Tagged(argument(info), item(depth + 1));
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
        List<CborValue> items = new ArrayList<>();
        if (indefinite(info)) {
            while (!atBreak()) {
                items.add(item(depth + 1));
            }
        } else {
            for (int left = count(info, 1); left > 0; left--) {
                items.add(item(depth + 1));
            }
        }
        return new CborValue.Array(items);
    }

    private CborValue map(int info, int depth) {
        var entries = new LinkedHashMap<CborValue, CborValue>();
        @Nullable Bytes previous = null;
        if (indefinite(info)) {
            while (!atBreak()) {
                entry(entries, depth, previous);
            }
        } else {
            for (int left = count(info, 2); left > 0; left--) {
                previous = entry(entries, depth, previous);
            }
        }
        return new CborValue.Dictionary(entries);
    }

    private Bytes entry(Map<CborValue, CborValue> entries, int depth, @Nullable Bytes previous) {
        int start = at;
        CborValue key = item(depth + 1);
        Bytes encoded = Bytes.of(java.util.Arrays.copyOfRange(input, start, at));
        if (deterministic && previous != null && previous.compareTo(encoded) >= 0) {
            throw new MalformedException("CBOR map keys out of order");
        }
        if (entries.size() == MAX_ENTRIES) {
            throw new MalformedException("a CBOR map with more than " + MAX_ENTRIES + " entries");
        }
        if (entries.containsKey(key)) {
            throw new MalformedException("a CBOR map key twice");
        }
        entries.put(key, item(depth + 1));
        return encoded;
    }

    private byte[] string(int major, int info) {
        if (!indefinite(info)) {
            return take(count(info, 1));
        }
        var out = new java.io.ByteArrayOutputStream();
        while (!atBreak()) {
            int head = next();
            // RFC 8949 section 3.2.3: chunks are definite strings of the same major type.
            if (head >>> 5 != major || (head & 0x1f) == INDEFINITE) {
                throw new MalformedException("a CBOR string chunk of another kind");
            }
            byte[] chunk = take(count(head & 0x1f, 1));
            if (major == MajorType.TEXT) {
                utf8(chunk);
            }
            out.writeBytes(chunk);
        }
        return out.toByteArray();
    }

    private boolean indefinite(int info) {
        if (info == INDEFINITE && deterministic) {
            throw new MalformedException("a CBOR item of indefinite length");
        }
        return info == INDEFINITE;
    }

    private boolean atBreak() {
        if (at < input.length && (input[at] & 0xff) == 0xff) {
            at++;
            return true;
        }
        return false;
    }

    /**
     * A number of elements of which each takes at least {@code unit} bytes of the remaining input.
     */
    private int count(int info, int unit) {
        long count = argument(info);
        if (count > (input.length - at) / unit) {
            throw new MalformedException("CBOR ends too early");
        }
        return (int) count;
    }

    private long argument(int info) {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new MalformedException("a reserved CBOR head");
        }
        int size = 1 << (info - 24);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | next();
        }
        if (value < 0) {
            throw new MalformedException("a CBOR integer beyond 63 bits");
        }
        if (deterministic && value < smallest(size)) {
            throw new MalformedException("a CBOR integer longer than needed");
        }
        return value;
    }

    private static long smallest(int size) {
        return size == 1 ? 24 : 1L << (4 * size);
    }

    private int next() {
        if (at == input.length) {
            throw new MalformedException("CBOR ends too early");
        }
        return input[at++] & 0xff;
    }

    private byte[] take(int size) {
        byte[] out = java.util.Arrays.copyOfRange(input, at, at + size);
        at += size;
        return out;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("CBOR text that is not UTF-8", e);
        }
    }
}
