package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.deadline.DeadlineWatch;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection as the client sees it: any number of requests wait for their answers at once. */
final class ClientConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final Duration GREETING = Duration.ofSeconds(5);

    private final Link link;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Thread writing;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Awaited> waiting = new ConcurrentHashMap<>();
    private final DeadlineWatch watch;
    private volatile boolean ended;

    /**
     * An answer that a caller waits for.
     *
     * @param end of waiting, on the clock of {@link System#nanoTime}
     */
    private record Awaited(CompletableFuture<Reply> answer, long end) {
        void giveUpIfLate(long now) {
            if (now - end >= 0) {
                answer.completeExceptionally(new TimeoutException());
            }
        }
    }

    private ClientConnection(Link link, Duration call) {
        this.link = link;
        this.reader = new FrameReader(link.in());
        this.writer = new FrameWriter(link.out());
        this.writing = Thread.ofVirtual().name("key-service-requests").unstarted(this::write);
        this.watch =
                DeadlineWatch.of(
                        call, now -> waiting.values().forEach(each -> each.giveUpIfLate(now)));
    }

    /**
     * Agrees on a version with the peer.
     *
     * @param call how long a call may take
     * @throws MalformedException when the peer speaks something else
     */
    static ClientConnection greet(Link link, Duration call)
            throws IOException, InterruptedException {
        ClientConnection connection = new ClientConnection(link, call);
        connection.writing.start();
        connection.watch.start("key-service-deadlines");
        try (Watchdog _ = Watchdog.over(link, GREETING)) {
            connection.greet();
            return connection;
        } catch (IOException | InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void greet() throws IOException, InterruptedException {
        if (!writer.send(Hello.ours().frame(), GREETING.toNanos())) {
            throw new IOException("the greeting was not sent");
        }
        Frame first = reader.next().orElseThrow(() -> new IOException("it ended at once"));
        if (!Hello.of(first).versions().equals(Hello.ours().versions())) {
            throw new MalformedException("the key service speaks another version of the protocol");
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param end of waiting, on the clock of {@link System#nanoTime}
     * @throws ConnectionLostException when the connection ends first
     */
    Reply ask(int code, Request request, long end) throws InterruptedException, TimeoutException {
        Frame frame = new Frame(code, ids.incrementAndGet(), request.encode());
        Awaited awaited = new Awaited(new CompletableFuture<>(), end);
        waiting.put(frame.id(), awaited);
        try {
            if (ended) {
                throw new ConnectionLostException();
            }
            if (!writer.send(frame, end - System.nanoTime())) {
                throw new TimeoutException();
            }
            return awaited.answer().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw new ConnectionLostException();
        } finally {
            waiting.remove(frame.id());
        }
    }

    /**
     * Hands out answers until the connection ends; whoever still waits then, waits until {@link
     * #close}.
     */
    void run() {
        try (link) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                hand(next.get());
            }
        } catch (IOException e) {
            LOG.debug("the connection to the key service broke", e);
        } catch (MalformedException e) {
            LOG.error("the key service broke the protocol: {}", e.getMessage());
        }
    }

    /** An answer that came after its deadline has nobody waiting for it. */
    private void hand(Frame frame) {
        Reply reply = Reply.of(frame);
        Optional.ofNullable(waiting.get(frame.id()))
                .ifPresent(awaited -> awaited.answer().complete(reply));
    }

    private void write() {
        try {
            writer.run();
        } catch (IOException e) {
            LOG.debug("the connection to the key service broke", e);
            ServedConnection.close(link);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended = true;
        ServedConnection.close(link);
        writing.interrupt();
        waiting.values()
                .forEach(
                        each -> each.answer().completeExceptionally(new ConnectionLostException()));
        watch.stop();
    }
}
