package dev.sealwright.client.file;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files that only their owner can read. A write leaves the old content or the new one, also after a
 * power cut: temporary file of mode 0600, fsync, rename, fsync of the folder. A read refuses
 * symbolic links, files that others can read, and files longer than the caller expects.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private PrivateFile() {}

    /** Creates or replaces {@code file}, mode 0600. */
    public static void write(Path file, byte[] content) {
        replace(file, out -> out.write(content), "rw-------");
    }

    /** What a file is to hold, written part by part. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream file) throws IOException;
    }

    /** The same with content that is never held whole; if it fails, the file is as it was. */
    public static void write(Path file, Content content) {
        replace(file, content, "rw-------");
    }

    /** Creates or replaces {@code file}, mode 0400. */
    public static void writeReadOnly(Path file, byte[] content) {
        replace(file, out -> out.write(content), "r--------");
    }

    /** The whole file, which must exist. */
    public static byte[] read(Path file, int maxBytes) {
        return readIfPresent(file, maxBytes)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.LOCAL,
                                        "there is no file " + file,
                                        "check the path, or make the file first"));
    }

    /** The whole file, or empty when there is none. */
    public static Optional<byte[]> readIfPresent(Path file, int maxBytes) {
        try {
            refuseUnlessPrivate(file);
            try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = in.readNBytes(maxBytes + 1);
                if (content.length > maxBytes) {
                    throw new CommandFailure(
                            ExitCode.MALFORMED,
                            file + " is longer than " + maxBytes + " bytes",
                            "this is not the file that was expected here");
                }
                return Optional.of(content);
            }
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    /** Removes the file if it is there, durably. */
    public static void delete(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                sync(parentOf(file));
            }
        } catch (IOException e) {
            throw failed("cannot remove " + file, e);
        }
    }

    /** Makes the folder and its parents as needed, mode 0700; refuses one that others can enter. */
    public static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            refuseUnlessPrivate(folder);
        } catch (IOException e) {
            throw failed("cannot make the folder " + folder, e);
        }
    }

    private static void replace(Path file, Content content, String mode) {
        Path folder = parentOf(file);
        try {
            Path temporary =
                    Files.createTempFile(
                            folder,
                            "." + file.getFileName() + ".",
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                fill(temporary, content);
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            sync(folder);
        } catch (IOException e) {
            throw failed("cannot write " + file, e);
        }
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void refuseUnlessPrivate(Path path) throws IOException {
        var attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink() || attributes.isOther()) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    path + " is not a plain file or folder",
                    "replace the link by what it points to");
        }
        if (attributes.permissions().stream().anyMatch(OTHERS::contains)) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    path + " can be read or changed by others",
                    "chmod go= " + path + ", and replace the secret if anyone may have seen it");
        }
    }

    /** The folder a file is in, absolute. */
    public static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new CommandFailure(
                    ExitCode.LOCAL, file + " is not a file name", "name a file inside a folder");
        }
        return parent;
    }

    private static CommandFailure failed(String what, IOException e) {
        return new CommandFailure(
                ExitCode.LOCAL,
                what + ": " + e.getClass().getSimpleName(),
                "check that the folder exists, that it is yours and that the disk has room",
                e);
    }
}
