package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/**
 * The journal file of a voter. A file that has grown large is replaced by one that begins with a
 * snapshot. After an I/O failure the object is spent: open another.
 */
final class Journal implements AutoCloseable {
    /** Beyond this many bytes a journal is due for replacement. */
    static final long LARGE = 4L * 1024 * 1024;

    private static final long MAX_FILE = 256L * 1024 * 1024;

    private final FileChannel channel;
    private Bytes chain;

    private Journal(FileChannel channel, Bytes chain) {
        this.channel = channel;
        this.chain = chain;
    }

    /** A journal and what it held when it was opened. */
    record Opened(Journal journal, List<VoterEvent> events) {}

    /** Opens the folder's journal, or begins one at genesis where there is none. */
    static Opened open(StateFolder folder, Bytes header) throws IOException {
        if (!Files.exists(folder.journal())) {
            VoterEvent.Snapshot genesis = VoterEvent.Snapshot.genesis();
            return new Opened(begin(folder, header, genesis), List.of(genesis));
        }
        if (Files.size(folder.journal()) > MAX_FILE) {
            throw JournalFormat.damaged("it is larger than any journal becomes");
        }
        Bytes file = Bytes.of(Files.readAllBytes(folder.journal()));
        JournalFormat.Scan scan = JournalFormat.scan(file, header);
        FileChannel channel = FileChannel.open(folder.journal(), StandardOpenOption.WRITE);
        if (scan.end() < file.size()) {
            channel.truncate(scan.end());
        }
        channel.force(true);
        channel.position(scan.end());
        return new Opened(new Journal(channel, scan.chain()), scan.events());
    }

    /** Puts a journal that begins with this snapshot in the place of whatever is there. */
    static Journal begin(StateFolder folder, Bytes header, VoterEvent.Snapshot snapshot)
            throws IOException {
        Files.deleteIfExists(folder.unfinishedJournal());
        FileChannel channel =
                FileChannel.open(
                        folder.unfinishedJournal(),
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        JournalFormat.Sealed first = JournalFormat.seal(JournalFormat.seed(header), snapshot);
        writeFully(channel, Bytes.concat(header, first.bytes()));
        channel.force(true);
        Files.move(folder.unfinishedJournal(), folder.journal(), StandardCopyOption.ATOMIC_MOVE);
        folder.force();
        return new Journal(channel, first.chain());
    }

    /** Writes an event; it is on disk when {@link #force} returns, with all before it. */
    void write(VoterEvent event) throws IOException {
        JournalFormat.Sealed record = JournalFormat.seal(chain, event);
        writeFully(channel, record.bytes());
        chain = record.chain();
    }

    void force() throws IOException {
        channel.force(false);
    }

    private static void writeFully(FileChannel channel, Bytes bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    boolean isLarge() throws IOException {
        return channel.position() > LARGE;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static StartRefusedException unreadable(IOException cause) {
        return new StartRefusedException(
                "The voter's journal cannot be read or written. Check the disk and the rights of"
                        + " the state folder.",
                cause);
    }
}
