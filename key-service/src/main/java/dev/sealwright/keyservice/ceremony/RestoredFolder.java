package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.log.TakenOver;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.LogEntry;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a restored database holds of the log: a static C2SP log of which the bundles are read, and
 * where entries of one went ({@link Tile#keptPath}) their hashes.
 */
record RestoredFolder(Path folder) {
    /** Its checkpoint, unverified. */
    Note checkpoint() {
        byte[] text = read("checkpoint", Note.MAX_SIZE).toArray();
        return Note.parse(new String(text, StandardCharsets.UTF_8));
    }

    /**
     * Hands over every leaf of the checkpoint, in order, or the hash of one that went.
     *
     * @throws VerificationException unless they give its root
     */
    void replay(Checkpoint head, TakenOver into) {
        bundles(head, into::add);
        requireRoot(into.frontier(), head);
    }

    private void bundles(Checkpoint head, Consumer<List<LogEntry>> into) {
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            into.accept(bundle(bundle, head.size()));
        }
    }

    private List<LogEntry> bundle(long index, long size) {
        Tile tile = Tile.inTree(Tile.ENTRIES, index, size);
        if (!Files.exists(folder.resolve(tile.keptPath()))) {
            return EntryBundle.whole(tile, read(tile.path(), EntryBundle.MAX_SIZE));
        }
        if (Files.exists(folder.resolve(tile.path()))) {
            throw new MalformedException(tile.path() + " is there although some of it went");
        }
        return EntryBundle.kept(
                tile,
                read(tile.keptPath(), EntryBundle.MAX_SIZE),
                read(tile.hashTile().path(), Tile.FULL * TreeHash.SIZE));
    }

    private static void requireRoot(Frontier leaves, Checkpoint head) {
        if (!leaves.root().equals(head.root())) {
            throw new VerificationException(
                    VerificationException.Reason.INCLUSION,
                    "the restored leaves do not give the root of their checkpoint");
        }
    }

    /**
     * Where a ceremony's transcript stands in this log, whoever of its operators signed there.
     *
     * @throws VerificationException unless the log is one of these anchors
     */
    OptionalLong find(TranscriptBody held, AnchorsChain anchors) {
        Checkpoint head = VerifiedCheckpoint.verify(checkpoint(), anchors).checkpoint();
        long[] at = {0, -1};
        Frontier[] all = {Frontier.EMPTY};
        bundles(
                head,
                bundle -> {
                    for (LogEntry entry : bundle) {
                        if (entry instanceof LogEntry.Kept(Bytes leaf)
                                && LeafCodec.decode(leaf).body() instanceof TranscriptBody body
                                && body.message().equals(held.message())) {
                            at[1] = at[0];
                        }
                        at[0]++;
                    }
                    all[0] = all[0].appendAll(bundle.stream().map(LogEntry::hash).toList());
                });
        requireRoot(all[0], head);
        return at[1] < 0 ? OptionalLong.empty() : OptionalLong.of(at[1]);
    }

    private Bytes read(String name, int most) {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new MalformedException(name + " is longer than " + most + " bytes");
            }
            return Bytes.of(content);
        } catch (IOException e) {
            throw new CeremonyRefusedException(
                    name + " of the restored log cannot be read from " + folder + ".", e);
        }
    }
}
