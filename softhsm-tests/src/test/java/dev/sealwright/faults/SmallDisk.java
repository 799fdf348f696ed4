package dev.sealwright.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, in memory, that can be filled to its last byte. */
record SmallDisk(Path folder) {
    private static final List<Path> MOUNTED = new ArrayList<>();

    /** Mounts one; skips the test where that is not allowed. */
    static SmallDisk required(Path folder, String size) {
        Assumptions.assumeTrue(
                mounted(folder, size), "this user may not mount a small file system to fill");
        return new SmallDisk(folder);
    }

    static SmallDisk at(Path folder) {
        return new SmallDisk(folder);
    }

    /** The one mounted there, if there is one. */
    static Optional<SmallDisk> mountedAt(Path folder) {
        return MOUNTED.contains(folder) ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    static boolean mounted(Path folder, String size) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean mounted =
                runs(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "mode=700,size=" + size,
                        "tmpfs",
                        folder.toString());
        if (mounted) {
            MOUNTED.add(folder);
        }
        return mounted;
    }

    static void removeAll() {
        MOUNTED.forEach(folder -> runs("umount", "-l", folder.toString()));
        MOUNTED.clear();
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes what room there is. */
    void fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // It is full, as it should be.
        }
    }

    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }
}
