package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Tile;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the service still holds of closed epochs: their anchors, and the leaves taken over. */
@Singleton
public final class Epochs {
    private final Storage storage;
    private final TileStore tiles;
    private final VerifiedAnchors anchors;

    Epochs(Storage storage, TileStore tiles, VerifiedAnchors anchors) {
        this.storage = storage;
        this.tiles = tiles;
        this.anchors = anchors;
    }

    /**
     * The anchors document of this version: the present one, one that was replaced, or that of a
     * closed epoch.
     */
    public Optional<Bytes> document(long version) {
        return version == anchors.content().version()
                ? Optional.of(anchors.document())
                : storage.read(
                        connection -> {
                            Optional<Bytes> replaced = AnchorsTable.document(connection, version);
                            return replaced.isPresent()
                                    ? replaced
                                    : EpochTable.document(connection, version);
                        });
    }

    /** The largest checkpoint of a closed epoch that was taken over. */
    public Optional<SignedHead> checkpoint(String epoch) {
        String origin = origin(epoch);
        return storage.read(connection -> Heads.largest(connection, origin));
    }

    /** A tile of a closed epoch, as far as its leaves were taken over. */
    public Optional<Bytes> tile(String epoch, Tile tile) {
        return takenOver(epoch).flatMap(size -> tiles.tile(tile, size));
    }

    /** What is kept of a bundle, likewise. */
    public Optional<Bytes> kept(String epoch, Tile bundle) {
        return takenOver(epoch).flatMap(size -> tiles.kept(bundle, size));
    }

    private Optional<Long> takenOver(String epoch) {
        return storage.read(connection -> EpochTable.restoredSize(connection, origin(epoch)));
    }

    private String origin(String epoch) {
        String present = anchors.origin();
        return present.substring(0, present.lastIndexOf('/') + 1) + epoch;
    }
}
