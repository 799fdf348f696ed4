package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 entries, each after its length as uint16 big-endian (c2sp.org/tlog-tiles). No leaf is
 * empty, so an entry of length 0 is one that went.
 */
public final class EntryBundle {
    public static final int MAX_ENTRY = 0xffff;

    /** The longest bundle: 256 entries of 65 535 bytes, each after two bytes of length. */
    public static final int MAX_SIZE = Tile.FULL * (MAX_ENTRY + 2);

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

    /**
     * A bundle of which nothing went.
     *
     * @param tile of {@link Tile#ENTRIES}
     * @throws MalformedException unless it has as many entries as the tile is wide, none empty
     */
    public static List<LogEntry> whole(Tile tile, Bytes bundle) {
        List<Bytes> entries = decode(bundle, tile.width());
        if (entries.stream().anyMatch(Bytes::isEmpty)) {
            throw new MalformedException(tile.path() + " has an empty entry");
        }
        return entries.stream().<LogEntry>map(LogEntry.Kept::new).toList();
    }

    /**
     * A bundle of which entries went, as it stands at {@link Tile#keptPath}.
     *
     * @param tile of {@link Tile#ENTRIES}
     * @param hashes of all its entries: the content of {@link Tile#hashTile}
     * @throws MalformedException unless both have as many as the tile is wide, an entry at least
     *     went, and those that are there have these hashes
     */
    public static List<LogEntry> kept(Tile tile, Bytes bundle, Bytes hashes) {
        List<Bytes> entries = decode(bundle, tile.width());
        List<Bytes> all = tile.hashTile().hashes(hashes);
        if (entries.stream().noneMatch(Bytes::isEmpty)) {
            throw new MalformedException(tile.keptPath() + " has every entry");
        }
        List<LogEntry> read = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Bytes entry = entries.get(i);
            read.add(entry.isEmpty() ? new LogEntry.Gone(all.get(i)) : new LogEntry.Kept(entry));
            if (!read.getLast().hash().equals(all.get(i))) {
                throw new MalformedException(tile.keptPath() + " has other entries than hashes");
            }
        }
        return List.copyOf(read);
    }

    /** Exactly {@code count} entries, of which some may be empty. */
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
