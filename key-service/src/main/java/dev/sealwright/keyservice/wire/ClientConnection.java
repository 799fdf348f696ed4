package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
    private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private ClientConnection(Link link) {
        this.link = link;
        this.reader = new FrameReader(link.in());
        this.writer = new FrameWriter(link.out());
        this.writing = Thread.ofVirtual().name("key-service-requests").unstarted(this::write);
    }

    /**
     * Agrees on a version with the peer.
     *
     * @throws MalformedException when the peer speaks something else
     */
    static ClientConnection greet(Link link) throws IOException, InterruptedException {
        ClientConnection connection = new ClientConnection(link);
        connection.writing.start();
        try (Watchdog _ = Watchdog.over(link, GREETING)) {
            connection.greet();
            return connection;
        } catch (IOException | RuntimeException e) {
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
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        waiting.put(frame.id(), answer);
        try {
            if (ended) {
                throw new ConnectionLostException();
            }
            if (!writer.send(frame, end - System.nanoTime())) {
                throw new TimeoutException();
            }
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
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
        Optional.ofNullable(waiting.get(frame.id())).ifPresent(answer -> answer.complete(reply));
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
                .forEach(answer -> answer.completeExceptionally(new ConnectionLostException()));
    }
}
