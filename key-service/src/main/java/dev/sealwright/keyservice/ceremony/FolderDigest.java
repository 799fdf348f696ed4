package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of a file, or of a folder's files with their paths. */
final class FolderDigest {
    private static final int MAX_FILES = 100_000;
    private static final int BUFFER = 64 * 1024;

    private FolderDigest() {}

    static Bytes of(Path path) {
        try {
            return Files.isDirectory(path) ? ofFolder(path) : ofFile(path);
        } catch (IOException e) {
            throw new CeremonyRefusedException(path.getFileName() + " cannot be read.", e);
        }
    }

    private static Bytes ofFolder(Path folder) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        || files.size() == MAX_FILES) {
                    throw new CeremonyRefusedException(
                            "The folder "
                                    + folder.getFileName()
                                    + " holds something else than files, or more than "
                                    + MAX_FILES
                                    + ".");
                }
                files.put(folder.relativize(path).toString(), ofFile(path));
            }
        }
        return Trees.digest(files);
    }

    private static Bytes ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Bytes.from(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
