package dev.sealwright.operator.mirror;

import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.EntryBundle;
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
 * found out by the next {@code verify log}, and so that the copy has what the service let go since.
 */
public final class Mirroring {
    /** Entries of this bundle went; the rest is at {@link Tile#keptPath}. */
    private static final int GONE = 410;

    private final ServiceClient service;
    private final MirrorFolder folder;
    private final AnchorsHistory history;
    private final String base;

    /** The anchors say which log: its paths lie under its epoch. */
    public Mirroring(ServiceClient service, MirrorFolder folder, AnchorsHistory history) {
        this.service = service;
        this.folder = folder;
        this.history = history;
        VerifiedAnchors anchors = history.present();
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
    Checkpoint run(int witnesses, Steps progress) {
        Note note = checkpoint(witnesses);
        if (download(verified(note).size(), progress)) {
            // They may have gone since then; a checkpoint of now has the leaf that says so.
            note = checkpoint(witnesses);
            download(verified(note).size(), progress);
        }
        write(note);
        return verified(note);
    }

    /** The head of a note that a quorum signed. */
    public Checkpoint verified(Note note) {
        return VerifiedCheckpoint.verify(note, history.chain()).checkpoint();
    }

    /** What the folder is a copy of, once all of it is there. */
    public void write(Note note) {
        folder.writeSuccessions(history.successions());
        folder.writeHead(history.present().document(), note);
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

    /**
     * Every tile and bundle of a log of that size that is not on disk yet.
     *
     * @return whether entries had gone of one that was not
     */
    public boolean download(long size, Steps progress) {
        List<Tile> wanted = tiles(size);
        boolean gone = false;
        int done = 0;
        for (Tile tile : wanted) {
            if (!tile.full() || !folder.has(tile)) {
                gone |= !download(tile);
            }
            done++;
            progress.at(done, wanted.size());
        }
        return gone;
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

    /** False for a bundle of which entries went. */
    private boolean download(Tile tile) {
        Request request = request(tile.path());
        if (tile.level() != Tile.ENTRIES) {
            folder.write(tile, service.send(request).body());
            return true;
        }
        Answer answer = service.send(request.accepting(GONE));
        if (answer.status() != GONE) {
            folder.write(tile, answer.body());
            return true;
        }
        if (!folder.hasWhole(tile)) {
            folder.writeKept(tile, service.send(request(tile.keptPath())).body());
        }
        return false;
    }

    private Request request(String path) {
        return Request.get(base + "/" + path).upTo(EntryBundle.MAX_SIZE);
    }
}
