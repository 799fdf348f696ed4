package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * Files that a ceremony leaves: each written once, never over another, and on disk when the call
 * returns.
 */
final class CeremonyFiles {
    private static final int MAX_READ = 256 * 1024;

    private CeremonyFiles() {}

    /** For its owner alone. */
    static void writePrivate(Path file, byte[] content) {
        write(file, content, "rw-------");
    }

    static void writePublic(Path file, Bytes content) {
        write(file, content.toArray(), "rw-r--r--");
    }

    /** Over what is there, at once. */
    static void replace(Path file, Bytes content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            writePublic(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file.getFileName(), e);
        }
    }

    private static void write(Path file, byte[] content, String rights) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(rights)))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new CeremonyRefusedException(
                    file.getFileName() + " is there already, from an earlier ceremony.", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file.getFileName(), e);
        }
    }

    static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new CeremonyRefusedException(
                    "This ceremony was held already: "
                            + file.getFileName()
                            + " is there. Its keys are in use or could be; hold another ceremony"
                            + " in another folder.");
        }
    }

    static Path folder(Path folder) {
        try {
            return Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder.getFileName(), e);
        }
    }

    static String text(Path file) {
        return new String(read(file).toArray(), StandardCharsets.US_ASCII);
    }

    static Bytes read(Path file) {
        return read(file, MAX_READ);
    }

    static Bytes read(Path file, int most) {
        try {
            if (Files.size(file) > most) {
                throw new CeremonyRefusedException(file.getFileName() + " is too large.");
            }
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CeremonyRefusedException(file.getFileName() + " cannot be read.", e);
        }
    }
}
