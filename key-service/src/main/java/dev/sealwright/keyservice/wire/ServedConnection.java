package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection as the server sees it. Requests run side by side and are answered as they end. A
 * peer that breaks the protocol loses its connection; one that does not read its answers is read
 * from no more.
 */
final class ServedConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedConnection.class);
    private static final int MAX_IN_FLIGHT = 256;
    private static final int KIB = 1024;
    private static final Duration GREETING = Duration.ofSeconds(5);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
    private static final Duration SLOW_PEER = Duration.ofSeconds(30);

    private final Link link;
    private final KeyService service;
    private final Executor threads;
    private final Semaphore memory;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Thread writing;

    /**
     * @param memory KiB of requests that all connections may hold together
     */
    ServedConnection(Link link, KeyService service, Executor threads, Semaphore memory) {
        this.link = link;
        this.service = service;
        this.threads = threads;
        this.memory = memory;
        this.reader = new FrameReader(link.in());
        this.writer = new FrameWriter(link.out());
        this.writing = Thread.ofVirtual().name("key-service-answers").unstarted(this::write);
    }

    /**
     * Serves until the peer ends the connection, breaks the protocol, or {@link #finish}. Who
     * called closes the connection then.
     */
    @Override
    public void run() {
        try {
            if (greeted()) {
                LOG.info("{} is connected", link.peer());
                readAll();
                LOG.info("{} has left", link.peer());
            }
        } catch (MalformedException e) {
            LOG.warn("{} broke the protocol: {}", link.peer(), e.getMessage());
        } catch (IOException e) {
            LOG.info("the connection to {} ended: {}", link.peer(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writing.interrupt();
        }
    }

    private boolean greeted() throws IOException, InterruptedException {
        try (Watchdog _ = Watchdog.over(link, GREETING)) {
            Optional<Frame> first = reader.next();
            if (first.isEmpty()) {
                return false;
            }
            Hello answer = Hello.of(first.get()).answer();
            writing.start();
            send(answer.frame());
            if (answer.versions().isEmpty()) {
                LOG.warn("{} speaks no version of the protocol that is spoken here", link.peer());
                endWriting(GREETING);
            }
            return !answer.versions().isEmpty();
        }
    }

    private void readAll() throws IOException, InterruptedException {
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            Frame frame = next.get();
            long arrived = System.nanoTime();
            Operation<?, ?> operation =
                    Operation.of(frame.kind())
                            .orElseThrow(() -> new MalformedException("an unknown operation"));
            int kib = frame.encodedSize() / KIB + 1;
            inFlight.acquire();
            memory.acquire(kib);
            threads.execute(
                    () -> {
                        try {
                            answer(frame.id(), reply(operation, frame, arrived));
                        } finally {
                            memory.release(kib);
                            inFlight.release();
                        }
                    });
        }
    }

    private Reply reply(Operation<?, ?> operation, Frame frame, long arrived) {
        try {
            Request request = Request.decode(frame.body());
            if (System.nanoTime() - arrived > request.budget().toNanos()) {
                return new Reply.Unavailable("The request waited longer than its sender does.");
            }
            return new Reply.Answered(operation.perform(service, request));
        } catch (KeyServiceRefusedException e) {
            return new Reply.Refused(e);
        } catch (MalformedException e) {
            return new Reply.Refused(KeyServiceRefusedException.malformed(e));
        } catch (KeyServiceUnavailableException e) {
            LOG.warn("{} cannot be done now", operation.name(), e);
            return new Reply.Unavailable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} failed", operation.name(), e);
            return new Reply.Unavailable("The key service failed; its log says why.");
        }
    }

    private void answer(long id, Reply reply) {
        try {
            send(reply.frame(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.info("an answer to {} was not taken: {}", link.peer(), e.getMessage());
            close(link);
        }
    }

    private void send(Frame frame) throws IOException, InterruptedException {
        if (!writer.send(frame, SLOW_PEER.toNanos())) {
            throw new IOException("the peer does not read its answers");
        }
    }

    private void write() {
        try {
            writer.run();
        } catch (IOException e) {
            LOG.info("the connection to {} broke: {}", link.peer(), e.getMessage());
            close(link);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endWriting(Duration limit) throws InterruptedException {
        // A peer that never greeted is owed no answer.
        boolean begun = writing.getState() != Thread.State.NEW;
        boolean written = writer.end(limit.toNanos()) && (!begun || writing.join(limit));
        LOG.debug("{}: all written {}", link.peer(), written);
    }

    /** Takes no more requests, sends the answers that are due soon, and ends the connection. */
    void finish() {
        try {
            boolean idle =
                    inFlight.tryAcquire(
                            MAX_IN_FLIGHT, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("{}: all answered {}", link.peer(), idle);
            endWriting(LAST_ANSWERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(link);
        }
    }

    static void close(Link link) {
        try {
            link.close();
        } catch (IOException e) {
            LOG.debug("closing a connection", e);
        }
    }
}
