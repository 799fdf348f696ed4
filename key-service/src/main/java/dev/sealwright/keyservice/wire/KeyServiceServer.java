package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a key service to authenticated peers. What a peer can make it hold in memory is bounded:
 * connections, requests in flight on each, and their bytes together.
 */
public final class KeyServiceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyServiceServer.class);
    private static final int MAX_CONNECTIONS = 16;

    /** Whose peers have not shown yet who they are; they take no place from those who have. */
    private static final int MAX_ARRIVALS = 64;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MEMORY_KIB = 64 * 1024;

    private final Listener listener;
    private final Function<String, KeyService> services;
    private final Semaphore arrivals = new Semaphore(MAX_ARRIVALS);
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final Semaphore memory = new Semaphore(MEMORY_KIB);
    private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread accepting =
            Thread.ofPlatform().name("key-service-accept").unstarted(this::accept);
    private final CountDownLatch closing = new CountDownLatch(1);

    private KeyServiceServer(Listener listener, Function<String, KeyService> services) {
        this.listener = listener;
        this.services = services;
    }

    /**
     * Listens at a Unix domain socket.
     *
     * @param services what a peer of this name is served with; not owned
     */
    public static KeyServiceServer open(
            KeyServiceAddress.Unix address,
            UnixAccess access,
            Function<String, KeyService> services) {
        return started(UnixListener.open(address.socket(), access), services);
    }

    /** Likewise at a TCP port behind TLS. */
    public static KeyServiceServer open(
            KeyServiceAddress.Tls address,
            TlsFolder folder,
            InstantSource clock,
            Function<String, KeyService> services) {
        return started(TlsListener.open(address, folder, clock), services);
    }

    static KeyServiceServer started(Listener listener, Function<String, KeyService> services) {
        KeyServiceServer server = new KeyServiceServer(listener, services);
        server.accepting.start();
        return server;
    }

    /** What fails once, such as for want of file descriptors, is tried again. */
    private void accept() {
        boolean open = true;
        while (open) {
            try {
                arrivals.acquire();
                meet(listener.accept());
            } catch (IOException | RejectedExecutionException e) {
                arrivals.release();
                open = resumes(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                open = false;
            }
        }
    }

    private boolean resumes(Exception failure) {
        try {
            if (closing.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            LOG.error("no connection can be accepted now", failure);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void meet(Arrival arrival) {
        threads.execute(
                () -> {
                    try (Link link = authenticated(arrival)) {
                        place(link);
                    } catch (IOException e) {
                        LOG.warn("turned away a connection: {}", e.getMessage());
                    }
                });
    }

    private Link authenticated(Arrival arrival) throws IOException {
        try {
            return arrival.authenticated();
        } finally {
            arrivals.release();
        }
    }

    /** A peer that sees the end of its connection finds its place free, so it is free before. */
    private void place(Link link) {
        if (!places.tryAcquire()) {
            LOG.warn("turned away {}: {} connections are open", link.peer(), MAX_CONNECTIONS);
            return;
        }
        try {
            serve(link);
        } finally {
            places.release();
        }
    }

    private void serve(Link link) {
        ServedConnection connection =
                new ServedConnection(link, services.apply(link.peer()), threads, memory);
        connections.add(connection);
        try {
            connection.run();
        } finally {
            connections.remove(connection);
        }
    }

    /** Accepts nothing more, answers what was asked as far as that is quick, and ends. */
    @Override
    public void close() {
        closing.countDown();
        Optional<IOException> failure = closeListener();
        failure.ifPresent(e -> LOG.warn("the listener did not close: {}", e.getMessage()));
        connections.forEach(ServedConnection::finish);
        threads.shutdownNow();
    }

    private Optional<IOException> closeListener() {
        try {
            listener.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
