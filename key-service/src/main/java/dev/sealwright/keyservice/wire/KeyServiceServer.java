package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a key service to authenticated peers. What a peer can make it hold in memory is bounded:
 * connections, requests in flight on each, and their bytes together.
 */
public final class KeyServiceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyServiceServer.class);
    private static final int MAX_CONNECTIONS = 16;
    private static final int MEMORY_KIB = 64 * 1024;

    private final Listener listener;
    private final KeyService service;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private final Semaphore memory = new Semaphore(MEMORY_KIB);
    private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread accepting =
            Thread.ofPlatform().name("key-service-accept").unstarted(this::accept);
    private volatile boolean closing;

    private KeyServiceServer(Listener listener, KeyService service) {
        this.listener = listener;
        this.service = service;
    }

    /** Listens at a Unix domain socket and serves what arrives there; does not own the service. */
    public static KeyServiceServer open(
            KeyServiceAddress.Unix address, UnixAccess access, KeyService service) {
        return started(UnixListener.open(address.socket(), access), service);
    }

    /** Likewise at a TCP port behind TLS. */
    public static KeyServiceServer open(
            KeyServiceAddress.Tls address,
            TlsFolder folder,
            InstantSource clock,
            KeyService service) {
        return started(TlsListener.open(address, folder, clock), service);
    }

    static KeyServiceServer started(Listener listener, KeyService service) {
        KeyServiceServer server = new KeyServiceServer(listener, service);
        server.accepting.start();
        return server;
    }

    private void accept() {
        while (!closing) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                if (!closing) {
                    LOG.error("no more connections can be accepted", e);
                }
                return;
            }
        }
    }

    private void serve(Arrival arrival) {
        boolean placed = places.tryAcquire();
        threads.execute(
                () -> {
                    try {
                        meet(arrival, placed);
                    } finally {
                        if (placed) {
                            places.release();
                        }
                    }
                });
    }

    private void meet(Arrival arrival, boolean placed) {
        try (Link link = arrival.authenticated()) {
            if (placed) {
                serve(link);
            } else {
                LOG.warn("turned away {}: {} connections are open", link.peer(), MAX_CONNECTIONS);
            }
        } catch (IOException e) {
            LOG.warn("turned away a connection: {}", e.getMessage());
        }
    }

    private void serve(Link link) {
        ServedConnection connection = new ServedConnection(link, service, threads, memory);
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
        closing = true;
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
