package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The folder of one ceremony: its transcript as far as it is, the step under way, and what steps
 * make. One program at a time.
 */
final class RunFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private RunFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static RunFolder open(Path folder) {
        try {
            Path own = CeremonyFiles.folder(folder).toAbsolutePath();
            FileChannel lock =
                    FileChannel.open(
                            own.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock held = lock.tryLock();
            if (held == null) {
                lock.close();
                throw new CeremonyRefusedException("This ceremony is being held by another run.");
            }
            return new RunFolder(own, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the ceremony's folder cannot be used", e);
        }
    }

    /** What steps make. */
    Path work() {
        return CeremonyFiles.folder(folder.resolve("work"));
    }

    /** For what a rehearsal throws away. */
    Path rehearsal() {
        return folder.resolve("rehearsal");
    }

    Path transcriptFile() {
        return folder.resolve("transcript");
    }

    Optional<CeremonyTranscript> transcript() {
        return Files.exists(transcriptFile())
                ? Optional.of(new SignedFile(transcriptFile()).transcript())
                : Optional.empty();
    }

    void write(CeremonyTranscript transcript) {
        CeremonyFiles.replace(transcriptFile(), transcript.encode());
    }

    /** Notes that a step is under way, before it is. */
    void begin(String step, Instant now) {
        CeremonyFiles.replace(underWay(), Bytes.utf8(step + " " + now + "\n"));
    }

    /** A step that never came to its end. */
    Optional<Begun> begun() {
        if (!Files.exists(underWay())) {
            return Optional.empty();
        }
        String[] words =
                new String(CeremonyFiles.read(underWay()).toArray(), StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ", 2);
        try {
            return Optional.of(new Begun(words[0], Instant.parse(words[words.length - 1])));
        } catch (DateTimeParseException e) {
            throw new CeremonyRefusedException("The note of the step under way is damaged.", e);
        }
    }

    record Begun(String step, Instant time) {}

    void ended() {
        try {
            Files.deleteIfExists(underWay());
        } catch (IOException e) {
            throw new UncheckedIOException("the note of the step under way stays", e);
        }
    }

    private Path underWay() {
        return folder.resolve("step.begun");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ceremony's folder is not let go", e);
        }
    }
}
