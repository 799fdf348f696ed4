package dev.sealwright.operator.witness;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One log as a witness knows it: its keys, and the last checkpoint that was cosigned. In a folder
 * of its own: {@code keys}, {@code checkpoint}, and under {@code evidence} what the log signed and
 * should not have.
 */
final class WatchedLog {
    static final int MAX_KEYS = 8;

    private static final int MAX_KEY_FILE = 8 * 1024;
    private static final int KEPT_EVIDENCE = 16;
    private static final String KEYS = "keys";
    private static final String CHECKPOINT = "checkpoint";

    private final Path folder;
    private final List<NoteKey> keys;
    private Checkpoint last;

    private WatchedLog(Path folder, List<NoteKey> keys, Checkpoint last) {
        this.folder = folder;
        this.keys = keys;
        this.last = last;
    }

    /** The name of a log's folder. */
    static String folderName(String origin) {
        return Sha256.of(Bytes.utf8(origin)).hex();
    }

    /** Begins to watch a log of which nothing was seen yet. */
    static void create(Path folder, List<NoteKey> keys) {
        PrivateFile.makeFolder(folder);
        String lines = keys.stream().map(NoteKey::vkey).collect(Collectors.joining("\n", "", "\n"));
        PrivateFile.write(folder.resolve(KEYS), lines.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a log's folder.
     *
     * @throws MalformedException when its files are not what was written
     */
    static WatchedLog open(Path folder) {
        byte[] lines = PrivateFile.read(folder.resolve(KEYS), MAX_KEY_FILE);
        List<NoteKey> keys =
                new String(lines, StandardCharsets.UTF_8).lines().map(NoteKey::parseVkey).toList();
        String origin = keys.getFirst().name();
        Checkpoint last =
                PrivateFile.readIfPresent(folder.resolve(CHECKPOINT), Note.MAX_SIZE)
                        .map(note -> reread(note, origin, keys))
                        .orElse(new Checkpoint(origin, 0, TreeHash.EMPTY_ROOT));
        return new WatchedLog(folder, keys, last);
    }

    private static Checkpoint reread(byte[] text, String origin, List<NoteKey> keys) {
        Note note = Note.parse(new String(text, StandardCharsets.UTF_8));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(origin) || keys.stream().noneMatch(note::signedBy)) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "the checkpoint kept for " + origin + " is not one that the log signed",
                    "somebody changed the witness's folder; restore it, or begin a new witness"
                            + " under a new key");
        }
        return checkpoint;
    }

    String origin() {
        return keys.getFirst().name();
    }

    List<NoteKey> keys() {
        return keys;
    }

    synchronized Checkpoint last() {
        return last;
    }

    /**
     * Judges a checkpoint of this log, and cosigns it. What was cosigned is on disk before the
     * cosignature exists, and nothing that does not continue it is cosigned afterwards.
     */
    synchronized Verdict judge(AddCheckpoint request, WitnessKey witness, InstantSource clock) {
        Note note = request.note();
        Checkpoint next = request.checkpoint();
        if (keys.stream().noneMatch(note::signedBy)) {
            return new Verdict.NotSigned();
        }
        if (request.oldSize() != last.size()) {
            return new Verdict.OtherSize(last.size());
        }
        if (next.size() == last.size() && !next.root().equals(last.root())) {
            keepEvidence(note);
            return new Verdict.OtherRoot(last.size());
        }
        if (!ConsistencyProof.verify(
                last.size(), last.root(), next.size(), next.root(), request.proof())) {
            keepEvidence(note);
            return new Verdict.Inconsistent();
        }
        PrivateFile.write(folder.resolve(CHECKPOINT), note.bytes().toArray());
        last = next;
        return new Verdict.Cosigned(witness.cosign(note.text(), clock.instant()));
    }

    /** The log signed it, so that it speaks against the log. A wrong proof alone does not. */
    private void keepEvidence(Note note) {
        Path evidence = folder.resolve("evidence");
        PrivateFile.makeFolder(evidence);
        String[] kept = evidence.toFile().list();
        if (kept != null && kept.length < KEPT_EVIDENCE) {
            PrivateFile.write(
                    evidence.resolve(Sha256.of(note.bytes()).hex()), note.bytes().toArray());
        }
    }
}
