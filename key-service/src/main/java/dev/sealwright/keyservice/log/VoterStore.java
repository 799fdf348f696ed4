package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A voter's state and the disk it lives on. What {@link #commit} returned from is durable; when it
 * fails, memory and disk may differ, so the next call reads the disk again before anything else.
 * Not safe for concurrent use.
 */
final class VoterStore implements AutoCloseable {
    private final StateFolder folder;
    private final Bytes header;
    private Optional<Journal> journal;
    private VoterState state;
    private boolean closed;

    /** Whether commits wait for the end of {@link #together}, which nobody is told of before. */
    private boolean together;

    private VoterStore(StateFolder folder, Bytes header, Journal journal, VoterState state) {
        this.folder = folder;
        this.header = header;
        this.journal = Optional.of(journal);
        this.state = state;
    }

    static VoterStore open(Path path, String origin, Bytes logKey) {
        StateFolder folder = StateFolder.open(path);
        Bytes header = JournalFormat.header(origin, logKey);
        try {
            Journal.Opened opened = Journal.open(folder, header);
            return new VoterStore(folder, header, opened.journal(), replay(opened));
        } catch (IOException e) {
            closeQuietly(folder, e);
            throw Journal.unreadable(e);
        } catch (StartRefusedException e) {
            closeQuietly(folder, e);
            throw e;
        }
    }

    /** Begins the state of an epoch that takes leaves over. */
    static void begin(Path path, String origin, Bytes logKey, VoterEvent.Snapshot snapshot) {
        try (StateFolder folder = StateFolder.open(path)) {
            Journal.begin(folder, JournalFormat.header(origin, logKey), snapshot).close();
        } catch (IOException e) {
            throw Journal.unreadable(e);
        }
    }

    private static VoterState replay(Journal.Opened opened) {
        try {
            VoterState state = new VoterState((VoterEvent.Snapshot) opened.events().getFirst());
            opened.events().stream().skip(1).forEach(state::apply);
            return state;
        } catch (MalformedException e) {
            throw JournalFormat.damaged("its events contradict each other", e);
        }
    }

    private static void closeQuietly(StateFolder folder, Exception because) {
        try {
            folder.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** What is durable now. Once closed, the disk may be another's, who holds the lock. */
    VoterState state() {
        if (closed) {
            throw new KeyServiceUnavailableException("The voter's state is closed.");
        }
        if (journal.isEmpty()) {
            reload();
        }
        return state;
    }

    /**
     * Work whose commits share one write to disk: what it answers is durable when this returns, and
     * so is what it did before it threw.
     */
    <T> T together(Supplier<T> work) {
        together = true;
        try {
            return work.get();
        } finally {
            together = false;
            force();
        }
    }

    private void force() {
        try {
            if (journal.isPresent()) {
                journal.get().force();
            }
        } catch (IOException e) {
            abandon(e);
            throw unavailable(e);
        }
    }

    /** Writes the event to disk, then applies it. */
    void commit(VoterEvent event) {
        VoterState now = state();
        boolean accounted = now.lasting().accounted();
        try {
            journal.orElseThrow().write(event);
            if (!together) {
                journal.orElseThrow().force();
            }
            now.apply(event);
            // Read again, a snapshot before this may not reach back as far as what accounts for it.
            boolean settled = now.lasting().accounted() && !accounted;
            if (settled || journal.orElseThrow().isLarge()) {
                replaceJournal(now.snapshot());
            }
        } catch (IOException e) {
            abandon(e);
            throw unavailable(e);
        }
    }

    private void replaceJournal(VoterEvent.Snapshot snapshot) throws IOException {
        Journal old = journal.orElseThrow();
        journal = Optional.of(Journal.begin(folder, header, snapshot));
        old.close();
    }

    /**
     * A failed force may have dropped pages that still read back, so what is read is written anew.
     */
    private void reload() {
        try {
            Journal.Opened opened = Journal.open(folder, header);
            opened.journal().close();
            VoterState read = replay(opened);
            journal = Optional.of(Journal.begin(folder, header, read.snapshot()));
            state = read;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void abandon(IOException because) {
        Optional<Journal> broken = journal;
        journal = Optional.empty();
        try {
            if (broken.isPresent()) {
                broken.get().close();
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static KeyServiceUnavailableException unavailable(IOException cause) {
        return new KeyServiceUnavailableException(
                "The voter's state cannot be written to disk, so nothing is signed. Check free"
                        + " space and the disk; it goes on by itself then.",
                cause);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (journal.isPresent()) {
            journal.get().close();
        }
        folder.close();
    }
}
