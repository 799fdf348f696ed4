package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.deadline.DeadlineWatch;
import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.Call.Work;
import dev.sealwright.keyservice.pkcs11.VisibleTokens.Visible;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A token that is logged in to, and the threads that serve it. */
final class OpenToken implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenToken.class);
    private static final Duration KEEPER_LIMIT = Duration.ofSeconds(60);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private final Cryptoki cryptoki;
    private final Pkcs11Config config;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CallGate gate = new CallGate();
    private final KnownToken known = new KnownToken();
    private final Keeper keeper;
    private final Recovery recovery;
    private final SessionPool pool;
    private final DeadlineWatch watch;
    private final Set<KeyMechanism> capabilities;

    private OpenToken(Cryptoki cryptoki, Pkcs11Config config) {
        this.cryptoki = cryptoki;
        this.config = config;
        this.keeper = new Keeper(() -> new TokenOwner(cryptoki, config, known));
        try {
            Generation first = keeper.call(TokenOwner::open, KEEPER_LIMIT);
            this.capabilities =
                    keeper.call(
                            _ -> Capabilities.probe(cryptoki, first.slot(), first.vendor()),
                            KEEPER_LIMIT);
            this.recovery = new Recovery(keeper, gate, config, first);
        } catch (RuntimeException e) {
            keeper.end();
            throw e;
        }
        this.pool = new SessionPool(cryptoki, gate, recovery, config);
        pool.start(sessions());
        this.watch = DeadlineWatch.of(config.shortestLimit(), this::look);
        watch.start("pkcs11-watch");
    }

    /** The keeper's session counts, too. */
    private int sessions() {
        int most = vendor().sessions().orElse(Integer.MAX_VALUE);
        return Math.min(config.sessions(), most - 1);
    }

    private void look(long now) {
        pool.look(now);
        if (open.get()) {
            recovery.watch();
        }
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
        var token = new OpenToken(cryptoki, config);
        LOG.info(
                "Opened the token {} with {} sessions.",
                token.identity().label(),
                token.sessions());
        return token;
    }

    <T> T call(Manner manner, Work<T> work) {
        return pool.call(manner, work);
    }

    void remember(KeyHandle key) {
        known.add(key);
    }

    void forget(KeyHandle key) {
        known.remove(key);
    }

    TokenIdentity identity() {
        return known.identity();
    }

    VendorProfile vendor() {
        return known.vendor();
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
        watch.stop();
        if (empty) {
            leaveModule();
        } else {
            LOG.warn("A call is still in the PKCS#11 module; it is not finalised.");
        }
        keeper.end();
    }

    private void leaveModule() {
        try {
            keeper.call(
                    owner -> {
                        owner.close();
                        return true;
                    },
                    CLOSING_LIMIT);
        } catch (KeyBackendUnavailableException e) {
            LOG.warn("The PKCS#11 module does not let go: {}", e.getMessage());
        }
    }
}
