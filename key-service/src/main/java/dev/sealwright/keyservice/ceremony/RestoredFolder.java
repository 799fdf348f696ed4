package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.log.TakenOver;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a restored database holds of the log: a static C2SP log of which the bundles are read. */
record RestoredFolder(Path folder) {
    private static final int MAX_BUNDLE = Tile.FULL * (EntryBundle.MAX_ENTRY + 2);

    /** Its checkpoint, unverified. */
    Note checkpoint() {
        byte[] text = read("checkpoint", Note.MAX_SIZE).toArray();
        return Note.parse(new String(text, StandardCharsets.UTF_8));
    }

    /**
     * Hands over every leaf of the checkpoint, in order.
     *
     * @throws VerificationException unless they give its root
     */
    void replay(Checkpoint head, TakenOver into) {
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            Tile tile = Tile.inTree(Tile.ENTRIES, bundle, head.size());
            into.add(EntryBundle.decode(read(tile.path(), MAX_BUNDLE), tile.width()));
        }
        if (!into.frontier().root().equals(head.root())) {
            throw new VerificationException(
                    VerificationException.Reason.INCLUSION,
                    "the restored leaves do not give the root of their checkpoint");
        }
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
