package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.StartRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The folder of a voter's state, held under an OS lock so that one process at a time is this voter.
 */
final class StateFolder implements AutoCloseable {
    static final String JOURNAL = "voter.journal";

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static StateFolder open(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            requirePrivate(folder);
            return new StateFolder(folder, lock(folder.resolve("voter.lock")));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The key service's state folder cannot be opened. Check that it exists and"
                            + " belongs to the service's user.",
                    e);
        }
    }

    private static void requirePrivate(Path folder) throws IOException {
        Set<PosixFilePermission> open =
                EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        open.retainAll(Files.getPosixFilePermissions(folder));
        if (!open.isEmpty()) {
            throw new StartRefusedException(
                    "Others may write to the key service's state folder, and who can put an older"
                            + " copy of it back can fork the log. Take the right away (chmod go-w).");
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PRIVATE));
        if (!locked(channel)) {
            channel.close();
            throw new StartRefusedException(
                    "Another process is this voter already: its state folder is locked. Run one"
                            + " key service a state folder; stop the other one first.");
        }
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path journal() {
        return folder.resolve(JOURNAL);
    }

    Path unfinishedJournal() {
        return folder.resolve("voter.journal.new");
    }

    /** Makes a rename inside the folder last through a power cut. */
    void force() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
