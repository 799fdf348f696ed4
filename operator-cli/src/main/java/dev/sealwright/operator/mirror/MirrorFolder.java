package dev.sealwright.operator.mirror;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.LogEntry;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A log on disk as C2SP lays it out for static serving ({@code checkpoint}, {@code tile/…}), and
 * beside it {@code anchors.cose}. Of a bundle that was not whole any more when it was copied,
 * {@code kept/…} has what was left. All of it is public, and none of it is believed.
 */
public record MirrorFolder(Path path) {
    private static final int MAX_SUCCESSION = 256 * 1024;
    private static final String ANCHORS = "anchors.cose";
    private static final String CHECKPOINT = "checkpoint";

    public Bytes anchors() {
        return read(ANCHORS, AnchorsDocument.MAX_SIZE);
    }

    public Note checkpoint() {
        byte[] text = read(CHECKPOINT, Note.MAX_SIZE).toArray();
        return Note.parse(new String(text, StandardCharsets.UTF_8));
    }

    /**
     * The entries of a bundle, as many as its name says; of those that went the hashes, out of the
     * tile of level 0. A bundle that is there whole goes before what was left of it later.
     *
     * @throws MalformedException as {@link EntryBundle} has it
     */
    public List<LogEntry> entries(Tile bundle) {
        if (hasWhole(bundle) || !has(bundle)) {
            return EntryBundle.whole(bundle, read(bundle.path(), EntryBundle.MAX_SIZE));
        }
        return EntryBundle.kept(
                bundle, read(bundle.keptPath(), EntryBundle.MAX_SIZE), hashes(bundle.hashTile()));
    }

    /** Verified anchors with those before them that the folder can show. */
    public AnchorsChain chain(VerifiedAnchors present) {
        return shown(AnchorsChain.of(present));
    }

    /** A chain with what the folder can show of anchors before those in it. */
    AnchorsChain shown(AnchorsChain chain) {
        return AnchorsSuccession.extend(chain, successions());
    }

    private List<AnchorsSuccession> successions() {
        List<AnchorsSuccession> successions = new ArrayList<>();
        for (int i = 0; Files.exists(path.resolve(succession(i))); i++) {
            Bytes json = read(succession(i), MAX_SUCCESSION);
            successions.add(AnchorsSuccession.fromJson(Json.map(json.toArray())));
        }
        return List.copyOf(successions);
    }

    private static String succession(int number) {
        return "successions/" + number + ".json";
    }

    /** Before the head that is verified under them. */
    public void writeSuccessions(List<AnchorsSuccession> newestFirst) {
        int number = 0;
        for (AnchorsSuccession each : newestFirst.reversed()) {
            write(succession(number), Bytes.of(Json.document(Json.tree(each.toJson()))));
            number++;
        }
    }

    /** Whether something was mirrored into it. */
    public boolean isFilled() {
        return Files.exists(path.resolve(CHECKPOINT));
    }

    /** The content of a hash tile. */
    public Bytes hashes(Tile tile) {
        return read(tile.path(), Tile.FULL * TreeHash.SIZE);
    }

    /** Whether the tile is there, be it that of a bundle no more than was left. */
    boolean has(Tile tile) {
        return hasWhole(tile)
                || (tile.level() == Tile.ENTRIES && Files.exists(path.resolve(tile.keptPath())));
    }

    boolean hasWhole(Tile tile) {
        return Files.exists(path.resolve(tile.path()));
    }

    void write(Tile tile, Bytes content) {
        write(tile.path(), content);
    }

    /** What was left of a bundle. */
    void writeKept(Tile bundle, Bytes content) {
        write(bundle.keptPath(), content);
    }

    /** Last of all, so that a checkpoint never stands before what it covers. */
    public void writeHead(Bytes anchors, Note checkpoint) {
        write(ANCHORS, anchors);
        write(CHECKPOINT, checkpoint.bytes());
    }

    /**
     * Moves the copy of an epoch into a folder of its own beside what follows; the checkpoint
     * first, so that what is left half way is no copy.
     *
     * @return where it is then
     */
    String setAside(String origin) {
        Path aside = path.resolve("epochs").resolve(origin.substring(origin.lastIndexOf('/') + 1));
        try {
            Files.createDirectories(aside);
            for (String name : List.of(CHECKPOINT, ANCHORS, "successions", "tile", "kept")) {
                if (Files.exists(path.resolve(name))) {
                    Files.move(path.resolve(name), aside.resolve(name));
                }
            }
            return aside.toString();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "cannot move the copy of the closed epoch to " + aside,
                    "check rights and room on disk; move aside what is there already",
                    e);
        }
    }

    private Bytes read(String name, int maxBytes) {
        Path file = path.resolve(name);
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new MalformedException(name + " is longer than " + maxBytes + " bytes");
            }
            return Bytes.of(content);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "cannot read " + file,
                    "check the folder; make the mirror again: sealwright log mirror DIR",
                    e);
        }
    }

    private void write(String name, Bytes content) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.resolveSibling("."));
            Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.write(temporary, content.toArray());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot write " + file, "check rights and room on disk", e);
        }
    }
}
