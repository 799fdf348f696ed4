package dev.sealwright.host.policy;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events that wait for delivery, encrypted, in one file of mode 0600 that grows by an fsynced write
 * an event. The file is a header (magic, salt of 32 bytes, number of the first event), its tag,
 * then each event as length of four bytes and AES-256-GCM under a key of this salt alone, the
 * number as nonce, the header as additional data: nothing in it can be changed, moved or taken out
 * of its middle. What a power cut left of the last event goes, with the key it was under. One
 * process at a time writes.
 *
 * <p>Numbers grow by one an event. A buffer begun anew begins with a number of its own that is
 * higher, so that whoever receives the events sees that some are missing.
 */
final class EventBuffer {
    static final int MAX_SIZE = 4 * 1024 * 1024;

    private static final Bytes MAGIC = Bytes.utf8("SWEVBUF1");
    private static final int SALT_SIZE = 32;
    private static final int HEADER_SIZE = 48;
    private static final int MAX_EVENT = 4096;

    private final Path file;
    private final BufferCipher.Master master;
    private final SecureRandom random;

    EventBuffer(Path file, BufferCipher.Master master, SecureRandom random) {
        this.file = file;
        this.master = master;
        this.random = random;
    }

    /** An event and its number. */
    record Event(long number, Bytes content) {}

    /** What is in the file: its events, where it is whole up to, and the number that comes next. */
    private record Content(Bytes header, List<Event> events, int end, long next, boolean torn) {}

    /**
     * Adds an event, durably.
     *
     * @param first its number if there is no buffer yet
     */
    void append(Bytes event, long first) {
        Content content = read().orElseGet(() -> begin(first, List.of()));
        if (content.end() + event.size() > MAX_SIZE - MAX_EVENT) {
            List<Event> events = content.events();
            content = rewrite(events.subList(events.size() / 2, events.size()), content.next());
        }
        write(content, sealed(content.header(), new Event(content.next(), event)));
    }

    /** Everything that waits, in order. */
    List<Event> waiting() {
        return read().map(Content::events).orElse(List.of());
    }

    /** Lets go of the events up to this number. */
    void acknowledged(long number) {
        read().ifPresent(
                        content ->
                                rewrite(
                                        content.events().stream()
                                                .filter(event -> event.number() > number)
                                                .toList(),
                                        content.next()));
    }

    /**
     * Whether the end of the last event is missing, as after a power cut; if so, the buffer is
     * written anew without it.
     */
    boolean mended() {
        Optional<Content> torn = read().filter(Content::torn);
        torn.ifPresent(content -> rewrite(content.events(), content.next()));
        return torn.isPresent();
    }

    /** Puts a damaged buffer aside, for whoever looks into it. */
    void setAside() {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Content rewrite(List<Event> events, long next) {
        return begin(events.isEmpty() ? next : events.getFirst().number(), events);
    }

    private Content begin(long first, List<Event> events) {
        byte[] salt = new byte[SALT_SIZE];
        random.nextBytes(salt);
        Bytes header = Bytes.concat(MAGIC, Bytes.of(salt), Bytes.uint64(first));
        List<Bytes> parts = new ArrayList<>();
        parts.add(header);
        parts.add(cipher(header).tag());
        events.forEach(event -> parts.add(sealed(header, event)));
        Bytes whole = Bytes.concat(parts.toArray(Bytes[]::new));
        PrivateFile.write(file, whole.toArray());
        return new Content(header, events, whole.size(), first + events.size(), false);
    }

    private Bytes sealed(Bytes header, Event event) {
        if (event.content().size() > MAX_EVENT) {
            throw new IllegalArgumentException("an event longer than " + MAX_EVENT);
        }
        Bytes sealed = cipher(header).seal(event.number(), event.content());
        return Bytes.concat(length(sealed.size()), sealed);
    }

    private static Bytes length(int size) {
        return Bytes.uint64(size).slice(4, 8);
    }

    private void write(Content content, Bytes addition) {
        ByteBuffer bytes = ByteBuffer.wrap(addition.toArray());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.position(content.end());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Content> read() {
        return PrivateFile.readIfPresent(file, MAX_SIZE).map(Bytes::of).map(this::content);
    }

    private Content content(Bytes whole) {
        int at = HEADER_SIZE + BufferCipher.TAG_SIZE;
        if (whole.size() < at || !whole.startsWith(MAGIC)) {
            throw damaged();
        }
        Bytes header = whole.slice(0, HEADER_SIZE);
        BufferCipher cipher = cipher(header);
        if (!cipher.tag().equalsConstantTime(whole.slice(HEADER_SIZE, at))) {
            throw damaged();
        }
        ByteBuffer view = ByteBuffer.wrap(whole.toArray());
        long next = view.getLong(MAGIC.size() + SALT_SIZE);
        List<Event> events = new ArrayList<>();
        while (whole.size() - at >= Integer.BYTES) {
            int size = view.getInt(at);
            if (size < BufferCipher.TAG_SIZE || size > MAX_EVENT + BufferCipher.TAG_SIZE) {
                throw damaged();
            }
            int end = at + Integer.BYTES + size;
            if (end > whole.size()) {
                break;
            }
            Bytes sealed = whole.slice(at + Integer.BYTES, end);
            events.add(new Event(next, cipher.open(next, sealed)));
            next++;
            at = end;
        }
        return new Content(header, List.copyOf(events), at, next, at < whole.size());
    }

    private BufferCipher cipher(Bytes header) {
        return master.under(header.slice(MAGIC.size(), MAGIC.size() + SALT_SIZE), header);
    }

    static MalformedException damaged() {
        return new MalformedException("the buffer of events was damaged or changed");
    }
}
