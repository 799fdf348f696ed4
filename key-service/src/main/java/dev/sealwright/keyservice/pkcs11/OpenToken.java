package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.Call.Work;
import dev.sealwright.keyservice.pkcs11.VisibleTokens.Visible;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A token that is logged in to, and the threads that serve it. */
final class OpenToken implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenToken.class);
    private static final Duration KEEPER_LIMIT = Duration.ofSeconds(60);

    private final Cryptoki cryptoki;
    private final Pkcs11Config config;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CallGate gate = new CallGate();
    private final KnownKeys known = new KnownKeys();
    private final ExecutorService keeper;
    private final TokenOwner owner;
    private final Recovery recovery;
    private final SessionPool pool;
    private final TokenIdentity identity;
    private final Set<KeyMechanism> capabilities;

    private OpenToken(Cryptoki cryptoki, Pkcs11Config config, ExecutorService keeper) {
        this.cryptoki = cryptoki;
        this.config = config;
        this.keeper = keeper;
        this.owner = onKeeper(() -> new TokenOwner(cryptoki, config, known));
        Generation first = onKeeper(owner::open);
        this.identity = owner.identity();
        this.capabilities = onKeeper(() -> Capabilities.probe(cryptoki, first.slot()));
        this.recovery = new Recovery(owner, gate, keeper, config.hangLimit(), first);
        this.pool = new SessionPool(cryptoki, gate, recovery, config);
        pool.start(config.sessions());
    }

    /** Loads the module; it stays loaded as long as the process. */
    static Cryptoki load(Path module) {
        try {
            return Cryptoki.load(module);
        } catch (IllegalArgumentException | UnsupportedOperationException | CryptokiException e) {
            throw Failures.notAModule(module, e);
        }
    }

    static OpenToken open(Cryptoki cryptoki, Pkcs11Config config) {
        ExecutorService keeper =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("pkcs11-keeper").factory());
        try {
            var token = new OpenToken(cryptoki, config, keeper);
            LOG.info(
                    "Opened the token {} with {} sessions.",
                    token.identity.label(),
                    config.sessions());
            return token;
        } catch (RuntimeException e) {
            keeper.shutdown();
            throw e;
        }
    }

    <T> T call(Manner manner, Work<T> work) {
        return pool.call(manner, work);
    }

    void remember(KeyHandle key) {
        known.add(key);
    }

    TokenIdentity identity() {
        return identity;
    }

    Set<KeyMechanism> capabilities() {
        return capabilities;
    }

    List<TokenIdentity> visibleTokens() {
        return call(
                Manner.USE,
                session ->
                        VisibleTokens.list(cryptoki, config.module()).stream()
                                .map(Visible::identity)
                                .toList());
    }

    BackendHealth health() {
        return pool.size() > 0
                ? recovery.health()
                : new BackendHealth.Stopped(
                        "No call into the PKCS#11 module comes back; restart the service.");
    }

    /**
     * Ends every session. The module is left as it is when a call is still in it: finalising under
     * a call crashes.
     */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        recovery.close();
        boolean empty = pool.close();
        if (empty) {
            onKeeper(
                    () -> {
                        owner.close();
                        return true;
                    });
        } else {
            LOG.warn("A call is still in the PKCS#11 module; it is not finalised.");
        }
        keeper.shutdown();
    }

    private <T> T onKeeper(Callable<T> task) {
        try {
            return keeper.submit(task).get(KEEPER_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        } catch (TimeoutException e) {
            throw new KeyBackendUnavailableException(
                    "The PKCS#11 module did not open or close the token within "
                            + KEEPER_LIMIT.toSeconds()
                            + " seconds. Check that the device answers to its vendor's own tool.",
                    e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case CryptokiException cryptokiFailure -> Failures.of(cryptokiFailure);
                case RuntimeException failure -> failure;
                case Error error -> throw error;
                case null, default -> new IllegalStateException(e);
            };
        }
    }
}
