package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Up to 256 entries, each after its length as uint16 big-endian (c2sp.org/tlog-tiles). */
public final class EntryBundle {
    public static final int MAX_ENTRY = 0xffff;

    private EntryBundle() {}

    public static Bytes encode(List<Bytes> entries) {
        if (entries.size() > Tile.FULL) {
            throw new IllegalArgumentException("more entries than a bundle holds");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes entry : entries) {
            if (entry.size() > MAX_ENTRY) {
                throw new IllegalArgumentException("an entry of " + entry.size() + " bytes");
            }
            out.write(entry.size() >>> 8);
            out.write(entry.size());
            out.writeBytes(entry.toArray());
        }
        return Bytes.of(out.toByteArray());
    }

    /** Exactly {@code count} entries. */
    public static List<Bytes> decode(Bytes bundle, int count) {
        if (count < 1 || count > Tile.FULL) {
            throw new MalformedException("no bundle has that many entries");
        }
        List<Bytes> entries = new ArrayList<>(count);
        int at = 0;
        while (at < bundle.size() && entries.size() < count) {
            if (bundle.size() - at < 2) {
                throw new MalformedException("an entry bundle that ends too early");
            }
            int size = (bundle.get(at) & 0xff) << 8 | (bundle.get(at + 1) & 0xff);
            at += 2;
            if (size > bundle.size() - at) {
                throw new MalformedException("an entry bundle that ends too early");
            }
            entries.add(bundle.slice(at, at + size));
            at += size;
        }
        if (at != bundle.size() || entries.size() != count) {
            throw new MalformedException("an entry bundle with another number of entries");
        }
        return List.copyOf(entries);
    }
}
