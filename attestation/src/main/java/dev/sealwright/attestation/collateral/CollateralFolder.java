package dev.sealwright.attestation.collateral;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Collateral in files, which {@code attest verify --collateral} reads as they are. A write leaves
 * the old file or the new one: temporary file, fsync, rename. Several processes may share it.
 */
final class CollateralFolder {
    private static final int MAX_SIZE = CollateralHttp.MAX_SIZE;

    private final Path folder;

    CollateralFolder(Path folder) {
        this.folder = folder;
    }

    record Stored(Bytes content, Instant since) {}

    /** Empty if there is none, or what is there is longer than any collateral. */
    Optional<Stored> read(String name) {
        Path file = folder.resolve(name);
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            return content.length > MAX_SIZE
                    ? Optional.empty()
                    : Optional.of(
                            new Stored(
                                    Bytes.of(content),
                                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name, Bytes content, Instant now) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "." + name, null);
            try (var out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                var buffer = java.nio.ByteBuffer.wrap(content.toArray());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            Files.setLastModifiedTime(temporary, java.nio.file.attribute.FileTime.from(now));
            Files.move(
                    temporary,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
