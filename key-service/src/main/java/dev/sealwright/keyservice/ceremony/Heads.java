package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.epoch.Closing;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Notes that say where an epoch ended; the opening verifies them. */
final class Heads {
    private Heads() {}

    static Note read(Path file) {
        return Note.parse(new String(CeremonyFiles.read(file).toArray(), StandardCharsets.UTF_8));
    }

    static Checkpoint largest(List<Note> heads) {
        return heads.stream()
                .map(
                        note ->
                                Closing.read(note)
                                        .map(Closing::head)
                                        .orElseGet(() -> Checkpoint.parse(note.text())))
                .max(Comparator.comparingLong(Checkpoint::size))
                .orElseThrow();
    }
}
