package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.LeafGoneException;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.TileStore;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Divergence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The log as static objects that any web cache can serve (c2sp.org/tlog-tiles): tiles and bundles,
 * which never change, then the checkpoint that covers them. The checkpoint in the bucket says what
 * is there, so whoever comes goes on from it; it is replaced only by one that continues it.
 */
final class TileSink implements Sink {
    private static final String CHECKPOINT = "checkpoint";
    private static final String CACHE = "cache-control";
    private static final Map<String, String> TILE =
            Map.of(
                    CACHE,
                    "public, max-age=31536000, immutable",
                    "content-type",
                    "application/octet-stream");
    private static final Map<String, String> HEAD =
            Map.of(CACHE, "no-cache", "content-type", "text/plain; charset=utf-8");

    private final Bucket bucket;
    private final TileStore tiles;
    private final AnchorsInForce anchors;
    private final Duration every;
    private long published;

    TileSink(Bucket bucket, TileStore tiles, AnchorsInForce anchors, Duration every) {
        this.bucket = bucket;
        this.tiles = tiles;
        this.anchors = anchors;
        this.every = every;
    }

    static TileSink of(
            String endpoint,
            StreamSettings.Tiles settings,
            TileStore tiles,
            AnchorsInForce anchors,
            InstantSource clock) {
        String origin = anchors.newest().origin();
        String name = settings.needed(settings.bucket(), "bucket");
        var bucket =
                new Bucket(
                        TrustedBy.http(settings.ca()),
                        endpoint,
                        name
                                + "/"
                                + settings.prefix()
                                + origin.substring(origin.indexOf('/') + 1)
                                + "/",
                        new SigV4(
                                settings.needed(settings.accessKeyId(), "access-key-id"),
                                settings.needed(settings.secretKey(), "secret-key"),
                                settings.needed(settings.region(), "region")),
                        clock);
        return new TileSink(bucket, tiles, anchors, settings.every());
    }

    @Override
    public String name() {
        return "tiles";
    }

    @Override
    public Duration every() {
        return every;
    }

    /** Publishes the newest checkpoint unless one is there that covers the batch. */
    @Override
    public void deliver(Batch batch) throws IOException, InterruptedException {
        if (batch.last() < published) {
            return;
        }
        Optional<Bucket.Stored> there = bucket.get(CHECKPOINT, Note.MAX_SIZE);
        SignedHead head =
                tiles.checkpoint().orElseThrow(() -> new IOException("the log has no checkpoint"));
        long from = there.isPresent() ? continued(there.get(), head) : 0;
        if (from < head.size()) {
            putTiles(from, head.size());
            bucket.replace(CHECKPOINT, HEAD, head.note().bytes(), there.map(Bucket.Stored::etag));
        }
        published = head.size();
    }

    /** The size of the checkpoint in the bucket, which the head has to continue. */
    private long continued(Bucket.Stored there, SignedHead head) throws IOException {
        try {
            Note note = Note.parse(new String(there.content().toArray(), StandardCharsets.UTF_8));
            Checkpoint published = anchors.verified(note);
            Checkpoint ours = Checkpoint.parse(head.note().text());
            if (published.size() <= ours.size()
                    && Divergence.between(published, ours, this::stored).isEmpty()) {
                return published.size();
            }
        } catch (MalformedException | VerificationException | UncheckedIOException e) {
            throw new IOException("the bucket's checkpoint is not of this log", e);
        }
        throw new IOException("the bucket holds a log that this one does not continue");
    }

    /** Every tile that a log of that size has and one of the size before had not. */
    private void putTiles(long from, long size) throws IOException, InterruptedException {
        putLevel(Tile.ENTRIES, from, size, size);
        for (int level = 0; size >>> (level * Tile.HEIGHT) > 0; level++) {
            int height = level * Tile.HEIGHT;
            putLevel(level, from >>> height, size >>> height, size);
        }
    }

    private void putLevel(int level, long from, long to, long size)
            throws IOException, InterruptedException {
        for (long index = from / Tile.FULL; from < to && index * Tile.FULL < to; index++) {
            Tile tile = Tile.inTree(level, index, size);
            try {
                bucket.putOnce(tile.path(), TILE, content(tile));
            } catch (LeafGoneException e) {
                putKept(tile);
            }
        }
    }

    /** A bucket that begins late gets what there is, and keeps it when more goes here. */
    private void putKept(Tile bundle) throws IOException, InterruptedException {
        Bytes kept =
                tiles.kept(bundle)
                        .orElseThrow(() -> new IOException("the log lacks " + bundle.keptPath()));
        var _ = bucket.putIfAbsent(bundle.keptPath(), TILE, kept);
    }

    private Bytes content(Tile tile) throws IOException {
        return tiles.tile(tile).orElseThrow(() -> new IOException("the log lacks " + tile.path()));
    }

    private Bytes stored(Tile tile) {
        try {
            return content(tile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
