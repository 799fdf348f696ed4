package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a bundle.
 *
 * @param entries of which each empty one went
 * @param hashes of all of them
 */
record RestoredBundle(List<Bytes> entries, List<Bytes> hashes) {
    RestoredBundle {
        entries = List.copyOf(entries);
        hashes = List.copyOf(hashes);
    }

    /** One of which nothing went. */
    static RestoredBundle whole(Tile tile, Bytes bundle) {
        List<Bytes> entries = EntryBundle.decode(bundle, tile.width());
        if (entries.stream().anyMatch(Bytes::isEmpty)) {
            throw new MalformedException(tile.path() + " has an empty entry");
        }
        return new RestoredBundle(entries, entries.stream().map(TreeHash::leaf).toList());
    }

    /** One of which some entries went, with the hashes of all. */
    static RestoredBundle kept(Tile tile, Bytes bundle, List<Bytes> hashes) {
        List<Bytes> entries = EntryBundle.decode(bundle, tile.width());
        if (entries.stream().noneMatch(Bytes::isEmpty)) {
            throw new MalformedException(tile.keptPath() + " has every entry");
        }
        for (int i = 0; i < entries.size(); i++) {
            Bytes entry = entries.get(i);
            if (!entry.isEmpty() && !TreeHash.leaf(entry).equals(hashes.get(i))) {
                throw new MalformedException(tile.keptPath() + " has other entries than hashes");
            }
        }
        return new RestoredBundle(entries, hashes);
    }

    /** The hashes of those that went, in order. */
    List<Bytes> gone() {
        List<Bytes> gone = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isEmpty()) {
                gone.add(hashes.get(i));
            }
        }
        return gone;
    }
}
