package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files under a few folders at one moment, and so what a step made: digests of what others may
 * read, and of the rest only that it is there.
 */
record MadeFiles(Map<String, Mark> files) {
    private static final int MAX_FILES = 10_000;

    /**
     * What is known of a file.
     *
     * @param digest empty if only its owner may read it: it may be a secret
     */
    record Mark(long size, long changed, Optional<Bytes> digest) {}

    /**
     * @param work all of it
     * @param places what lies in them, not what lies deeper
     */
    static MadeFiles in(Path work, Map<String, Path> places) {
        Map<String, Mark> files = new TreeMap<>();
        look("work", work, Integer.MAX_VALUE, files);
        places.forEach((name, folder) -> look(name, folder, 1, files));
        return new MadeFiles(files);
    }

    private static void look(String name, Path folder, int depth, Map<String, Mark> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder, depth)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(name + "/" + plain(folder.relativize(path)), mark(path));
                }
                if (files.size() > MAX_FILES) {
                    throw new CeremonyRefusedException(
                            "More than " + MAX_FILES + " files lie where the ceremony is held.");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + name, e);
        }
    }

    /** A transcript's words have no spaces. */
    private static String plain(Path path) {
        return path.toString().replaceAll("[^!-~]", "_");
    }

    private static Mark mark(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        boolean open =
                attributes.permissions().contains(PosixFilePermission.GROUP_READ)
                        || attributes.permissions().contains(PosixFilePermission.OTHERS_READ);
        return new Mark(
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                open ? Optional.of(FolderDigest.of(file)) : Optional.empty());
    }

    /** What is there now and was not, or was otherwise: digests by path. */
    Map<String, Optional<Bytes>> since(MadeFiles before) {
        Map<String, Optional<Bytes>> made = new LinkedHashMap<>();
        files.forEach(
                (path, mark) -> {
                    Mark earlier = before.files.get(path);
                    boolean same =
                            earlier != null
                                    && (mark.digest().isPresent()
                                            ? mark.digest().equals(earlier.digest())
                                            : mark.equals(earlier));
                    if (!same) {
                        made.put(path, mark.digest());
                    }
                });
        return made;
    }
}
