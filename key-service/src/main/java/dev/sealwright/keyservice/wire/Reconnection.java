package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the key service: made on a thread of its own, made again when it ends, with
 * growing pauses while that fails. Callers wait for it through a restart of the key service, but
 * not while it has been away for longer than that takes.
 */
final class Reconnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Connector connector;
    private final Duration call;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<ClientConnection> current = Optional.empty();
    private long awaySince = System.nanoTime();
    private String reason = "it was not reached yet";

    private Reconnection(Connector connector, Duration call) {
        this.connector = connector;
        this.call = call;
    }

    /**
     * @param call how long a call may take
     */
    static Reconnection begin(Connector connector, Duration call) {
        Reconnection reconnection = new Reconnection(connector, call);
        Thread.ofPlatform().daemon().name("key-service-connection").start(reconnection::run);
        return reconnection;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (closing.getCount() > 0) {
            Optional<ClientConnection> made = connect();
            if (made.isPresent()) {
                serve(made.get());
                pause = FIRST_PAUSE;
            }
            rest(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    private Optional<ClientConnection> connect() {
        try {
            return Optional.of(ClientConnection.greet(connector.connect(), call));
        } catch (IOException | MalformedException e) {
            lost(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            closing.countDown();
        }
        return Optional.empty();
    }

    private void serve(ClientConnection connection) {
        lock.lock();
        try {
            current = Optional.of(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (closing.getCount() > 0) {
            LOG.info("connected to the key service");
            connection.run();
        }
        // First: who is told now that it ended asks again at once, and not this one.
        lost("the connection ended");
        connection.close();
    }

    private void lost(String why) {
        lock.lock();
        try {
            if (current.isPresent()) {
                awaySince = System.nanoTime();
                current = Optional.empty();
            }
            if (!why.equals(reason) && closing.getCount() > 0) {
                LOG.warn("the key service is away: {}", why);
            }
            reason = why;
        } finally {
            lock.unlock();
        }
    }

    private void rest(Duration pause) {
        try {
            LOG.trace("closing: {}", closing.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /**
     * The connection, as soon as there is one.
     *
     * @param longest that the key service may have been away
     * @param end of waiting, on the clock of {@link System#nanoTime}
     * @throws KeyServiceUnavailableException when there is none by then
     */
    ClientConnection await(Duration longest, long end) throws InterruptedException {
        lock.lock();
        try {
            while (current.isEmpty()) {
                long now = System.nanoTime();
                long left = Math.min(end - now, longest.toNanos() - (now - awaySince));
                if (left <= 0 || closing.getCount() == 0) {
                    throw new KeyServiceUnavailableException(
                            "The key service is away: " + reason + ".");
                }
                LOG.trace("{} ns left", changed.awaitNanos(left));
            }
            return current.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        lock.lock();
        try {
            current.ifPresent(ClientConnection::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
