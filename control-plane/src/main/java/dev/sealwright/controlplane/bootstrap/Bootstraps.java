package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.controlplane.approval.Approval;
import dev.sealwright.controlplane.approval.Approvals;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mints bootstraps and remembers them. Minting one key twice is minting it once. */
@Singleton
public final class Bootstraps {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstraps.class);

    private final Storage storage;
    private final Log log;
    private final Approvals approvals;
    private final Ids ids;
    private final InstantSource clock;

    Bootstraps(Storage storage, Log log, Approvals approvals, Ids ids, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.approvals = approvals;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What somebody wants to mint.
     *
     * @param org tag of 16 bytes
     * @param spec row of the sandbox spec
     * @param publicKey raw Ed25519
     */
    public record Order(
            Bytes org,
            UUID spec,
            String specName,
            Bytes publicKey,
            Duration length,
            String mintedBy) {}

    /** What became of an order. */
    public sealed interface Minting {
        /**
         * A bootstrap with its leaf.
         *
         * @param created false if it had been minted before
         */
        record Minted(Bootstrap bootstrap, LeafOutcome.Released released, boolean created)
                implements Minting {}

        /** An authority key has to approve it first. */
        record Awaiting(UUID approval) implements Minting {}
    }

    public Minting mint(Order order) {
        BootstrapId id = BootstrapId.of(order.publicKey());
        Optional<Bootstrap> known = storage.look(connection -> BootstrapTable.find(connection, id));
        if (known.filter(this::isVoid).isPresent()) {
            storage.write(
                    connection -> {
                        BootstrapTable.forget(connection, known.get());
                        return known;
                    });
        }
        boolean created = store(order, id);
        Bootstrap stored =
                storage.look(connection -> BootstrapTable.find(connection, id))
                        .orElseThrow(
                                () ->
                                        ProblemException.conflict(
                                                "The bootstrap is being minted again."));
        if (!stored.org().equals(order.org()) || !stored.spec().equals(order.spec())) {
            throw ProblemException.conflict(
                    "This key was minted for something else. Make a new one.");
        }
        Optional<Approval> awaited =
                approvals
                        .ofLeaf(stored.leaf())
                        .filter(each -> log.outcome(each.leaf()) instanceof LeafOutcome.Unknown);
        return awaited.isPresent()
                ? new Minting.Awaiting(awaited.get().id())
                : new Minting.Minted(stored, leaf(stored), created);
    }

    /** It never takes effect: its leaf was refused, or nobody approved it. */
    private boolean isVoid(Bootstrap bootstrap) {
        return switch (log.outcome(bootstrap.leaf())) {
            case LeafOutcome.Refused _ -> true;
            case LeafOutcome.Unknown _ ->
                    approvals
                            .ofLeaf(bootstrap.leaf())
                            .filter(each -> !approvals.state(each).open())
                            .isPresent();
            case LeafOutcome.Released _, LeafOutcome.Waiting _ -> false;
        };
    }

    private boolean store(Order order, BootstrapId id) {
        Bootstrap fresh =
                new Bootstrap(
                        id,
                        ids.next(),
                        order.org(),
                        order.spec(),
                        order.specName(),
                        order.publicKey(),
                        Validity.starting(clock.instant(), order.length()),
                        ids.next(),
                        order.mintedBy(),
                        Optional.empty());
        return storage.write(
                connection -> {
                    boolean created = BootstrapTable.insert(connection, fresh);
                    if (created) {
                        approvals.propose(wanted(fresh));
                    }
                    return created;
                });
    }

    private static Approvals.Wanted wanted(Bootstrap bootstrap) {
        return new Approvals.Wanted(
                bootstrap.leaf(),
                bootstrap.org(),
                body(bootstrap),
                "enrol one host for sandbox spec " + bootstrap.specName(),
                Optional.empty(),
                bootstrap.mintedBy(),
                bootstrap.validity().expires());
    }

    private static LeafBody body(Bootstrap bootstrap) {
        return new LeafBody.Bootstrap(
                bootstrap.id().value(),
                bootstrap.publicKey(),
                LeafIds.bytes(bootstrap.spec()),
                bootstrap.validity());
    }

    /** A bootstrap whose leaf is in the log. */
    public Optional<Bootstrap> find(BootstrapId id) {
        return storage.look(connection -> BootstrapTable.findInForce(connection, id));
    }

    /**
     * The leaf of a bootstrap, with its receipt. A row that does not say what its leaf says was
     * edited, and reads as absent.
     */
    public LeafOutcome.Released leaf(Bootstrap bootstrap) {
        LeafOutcome.Released released = log.awaitById(bootstrap.leaf());
        Leaf leaf = LeafCodec.decode(released.leaf());
        if (!leaf.org().equals(bootstrap.org()) || !leaf.body().equals(body(bootstrap))) {
            LOG.error(
                    "bootstrap {} is not what its leaf says; it counts as absent",
                    bootstrap.id().text());
            throw ProblemException.notFound();
        }
        return released;
    }

    public Optional<Bootstrap> find(Bytes org, BootstrapId id) {
        return find(id).filter(found -> found.org().equals(org));
    }

    /**
     * Bootstraps of an organisation in the order they were minted, from the first beyond {@code
     * after}.
     */
    public List<Bootstrap> page(
            Bytes org, Optional<BootstrapState> state, Optional<UUID> after, int limit) {
        Instant now = clock.instant();
        return storage.read(
                connection -> BootstrapTable.page(connection, org, state, now, after, limit));
    }

    public BootstrapState state(Bootstrap bootstrap) {
        return bootstrap.state(clock.instant());
    }

    /**
     * Marks that a second key proved that it holds the secret; true the first time only. Joins a
     * transaction.
     */
    public boolean contest(BootstrapId id) {
        Instant now = Seconds.truncate(clock.instant());
        return storage.join(connection -> BootstrapTable.contest(connection, id, now));
    }

    /** Marks that a proof was refused; true the first time only. Joins a transaction. */
    public boolean refuse(BootstrapId id) {
        Instant now = Seconds.truncate(clock.instant());
        return storage.join(connection -> BootstrapTable.refuse(connection, id, now));
    }
}
