package dev.sealwright.operator.mirror;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Downloads a log: the checkpoint first, which must be signed, then every tile and bundle it
 * covers. Full ones that are there already are kept, so that a service that rewrites history is
 * found out by the next {@code verify log}.
 */
public final class Mirroring {
    private final ServiceClient service;
    private final MirrorFolder folder;
    private final String base;

    /** {@code anchors} say which log: its paths lie under its epoch. */
    public Mirroring(ServiceClient service, MirrorFolder folder, VerifiedAnchors anchors) {
        this.service = service;
        this.folder = folder;
        this.base = anchors.origin().substring(anchors.origin().indexOf('/'));
    }

    /** Hears how many tiles are there, of how many. */
    @FunctionalInterface
    public interface Steps {
        void at(long done, long total);
    }

    /**
     * The checkpoint of what is now on disk.
     *
     * @param witnesses how many must have cosigned it, by what the service says
     */
    Checkpoint run(VerifiedAnchors anchors, int witnesses, Steps progress) {
        Note note = checkpoint(witnesses);
        Checkpoint head = VerifiedCheckpoint.verify(note, anchors).checkpoint();
        download(head.size(), progress);
        folder.writeHead(anchors.document(), note);
        return head;
    }

    /** The checkpoint that the service shows, unverified. */
    public Note checkpoint() {
        return checkpoint(0);
    }

    private Note checkpoint(int witnesses) {
        String path = base + "/checkpoint" + (witnesses > 0 ? "?witnesses=" + witnesses : "");
        var answer = service.send(Request.get(path).upTo(Note.MAX_SIZE));
        return Note.parse(new String(answer.body().toArray(), StandardCharsets.UTF_8));
    }

    /** Every tile and bundle of a log of that size that is not on disk yet. */
    public void download(long size, Steps progress) {
        List<Tile> wanted = tiles(size);
        int done = 0;
        for (Tile tile : wanted) {
            if (!tile.full() || !folder.has(tile)) {
                folder.write(tile, download(tile));
            }
            done++;
            progress.at(done, wanted.size());
        }
    }

    /** Every tile of a log of that size: entry bundles, then hashes level by level. */
    static List<Tile> tiles(long size) {
        List<Tile> tiles = new ArrayList<>();
        add(tiles, Tile.ENTRIES, size, size);
        for (int level = 0; size >>> (level * Tile.HEIGHT) > 0; level++) {
            add(tiles, level, size >>> (level * Tile.HEIGHT), size);
        }
        return tiles;
    }

    private static void add(List<Tile> tiles, int level, long hashes, long size) {
        for (long index = 0; index * Tile.FULL < hashes; index++) {
            tiles.add(Tile.inTree(level, index, size));
        }
    }

    private Bytes download(Tile tile) {
        var request = Request.get(base + "/" + tile.path()).upTo(MirrorFolder.MAX_BUNDLE);
        return service.send(request).body();
    }
}
