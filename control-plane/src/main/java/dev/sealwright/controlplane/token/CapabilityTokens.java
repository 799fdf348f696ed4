package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SharedChanges;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Claims;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues capability tokens and remembers them. One act issues one token; those that are asked for
 * together are committed together.
 */
@Singleton
final class CapabilityTokens {
    private static final Logger LOG = LoggerFactory.getLogger(CapabilityTokens.class);

    private final Storage storage;
    private final Log log;
    private final SharedChanges<IssuedToken> changes;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    CapabilityTokens(Storage storage, Log log, Ids ids, InstantSource clock, SecureRandom random) {
        this.storage = storage;
        this.log = log;
        this.changes = log.sharing(TokenTable::insert);
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What somebody wants issued, and may.
     *
     * @param org tag of 16 bytes
     */
    record Order(
            Bytes org, Optional<UUID> sandbox, Claims claims, Duration length, String issuedBy) {}

    /** A token with its leaf. */
    record Released(IssuedToken token, LeafOutcome.Released leaf) {
        CapabilityToken encoded() {
            return CapabilityToken.issued(
                    leaf.leaf(), token.salt(), token.claims(), leaf.receipt());
        }
    }

    Released issue(Order order, ActId act) {
        Optional<IssuedToken> earlier =
                storage.look(connection -> TokenTable.findAct(connection, act.value()));
        IssuedToken token = earlier.orElseGet(() -> store(order, act));
        try {
            return released(token);
        } catch (LeafRefusedException e) {
            storage.write(
                    connection -> {
                        TokenTable.forget(connection, token.id());
                        return token;
                    });
            throw e;
        }
    }

    private IssuedToken store(Order order, ActId act) {
        byte[] salt = new byte[SaltedDigest.SALT_SIZE];
        random.nextBytes(salt);
        IssuedToken fresh =
                new IssuedToken(
                        ids.next(),
                        act.value(),
                        order.org(),
                        order.sandbox(),
                        order.claims(),
                        Bytes.of(salt),
                        Validity.starting(clock.instant(), order.length()),
                        order.issuedBy());
        changes.commit(fresh.id(), fresh.org(), fresh.body(), fresh);
        return fresh;
    }

    /**
     * Its leaf, when that is in the log. A row that does not say what its leaf says is no token.
     */
    Released released(IssuedToken token) {
        LeafOutcome.Released released = log.awaitById(token.id());
        Leaf leaf = LeafCodec.decode(released.leaf());
        if (!leaf.org().equals(token.org()) || !leaf.body().equals(token.body())) {
            LOG.error(
                    "capability token {} is not what its leaf says; it counts as absent",
                    token.id());
            throw ProblemException.notFound();
        }
        return new Released(token, released);
    }

    IssuedToken require(Bytes org, UUID id) {
        return storage.look(connection -> TokenTable.find(connection, org, id))
                .orElseThrow(ProblemException::notFound);
    }

    /** In the order they were issued, from the first beyond {@code after}. */
    List<IssuedToken> page(Bytes org, Optional<UUID> after, int limit) {
        return storage.read(connection -> TokenTable.page(connection, org, after, limit));
    }
}
