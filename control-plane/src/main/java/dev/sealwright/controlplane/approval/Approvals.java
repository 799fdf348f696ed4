package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Leaves that an authority key has to approve. A room writes its own row as ever, and asks here
 * instead of proposing the leaf; the row counts once the leaf stands in the log.
 */
@Singleton
public final class Approvals {
    private final Storage storage;
    private final Log log;
    private final AuthorityKeys keys;
    private final ApprovalEvents events;
    private final Ids ids;
    private final InstantSource clock;
    private final String origin;

    Approvals(
            Storage storage,
            Log log,
            AuthorityKeys keys,
            ApprovalEvents events,
            Ids ids,
            InstantSource clock,
            VerifiedAnchors anchors) {
        this.storage = storage;
        this.log = log;
        this.keys = keys;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.origin = anchors.origin();
    }

    /**
     * A leaf that may need an approval.
     *
     * @param id that it is to have
     * @param about what it is for, as people are told
     * @param policy what a policy leaf's digest commits to
     * @param by user who asks for it
     * @param until when it is of no use any more
     */
    public record Wanted(
            UUID id,
            Bytes org,
            LeafBody body,
            String about,
            Optional<Approval.Policy> policy,
            String by,
            Instant until) {}

    /**
     * Proposes the leaf in the caller's transaction, or asks for its approval where the
     * organisation has authority keys.
     *
     * @return id of the approval; empty if the leaf was proposed
     */
    public Optional<UUID> propose(Wanted wanted) {
        if (!keys.guard(wanted.org())) {
            log.propose(wanted.id(), wanted.org(), wanted.body());
            return Optional.empty();
        }
        Approval approval =
                new Approval(
                        ids.next(),
                        wanted.org(),
                        wanted.id(),
                        wanted.body().type(),
                        approvable(wanted.org(), wanted.body()).encodedBody(),
                        wanted.about(),
                        wanted.policy(),
                        wanted.by(),
                        Seconds.truncate(clock.instant()),
                        wanted.until(),
                        Optional.empty(),
                        Optional.empty());
        storage.join(
                connection -> {
                    ApprovalTable.insert(connection, approval);
                    return approval;
                });
        events.record(approval, EventKind.APPROVAL_REQUESTED, EventOutcome.SUCCESS, wanted.by());
        return Optional.of(approval.id());
    }

    private Approvable approvable(Bytes org, LeafBody body) {
        return new Approvable(origin, org, body);
    }

    Approvable approvable(Approval approval) {
        return Approvable.of(origin, approval.org(), approval.type(), approval.body());
    }

    public Optional<Approval> find(Bytes org, UUID id) {
        return storage.read(connection -> ApprovalTable.find(connection, id))
                .filter(found -> found.org().equals(org));
    }

    /** The approval that a leaf waits or waited for. */
    public Optional<Approval> ofLeaf(UUID leaf) {
        return storage.read(connection -> ApprovalTable.ofLeaf(connection, leaf));
    }

    /** One for exactly this leaf body that can still take effect. */
    Optional<Approval> ofBody(Bytes org, LeafBody body) {
        Bytes encoded = approvable(org, body).encodedBody();
        return storage.read(c -> ApprovalTable.ofBody(c, org, encoded, clock.instant()))
                .filter(found -> state(found).open());
    }

    /**
     * Approvals of an organisation in the order they were asked for, from the first beyond {@code
     * after}.
     *
     * @param unsigned those alone that somebody can still sign
     */
    List<Approval> page(Bytes org, boolean unsigned, Optional<UUID> after, int limit) {
        Instant now = clock.instant();
        return storage.read(c -> ApprovalTable.page(c, org, unsigned, now, after, limit));
    }

    public ApprovalState state(Approval approval) {
        return switch (log.outcome(approval.leaf())) {
            case LeafOutcome.Released _ -> ApprovalState.APPROVED;
            case LeafOutcome.Refused _ -> ApprovalState.REFUSED;
            case LeafOutcome.Waiting _ -> ApprovalState.SIGNED;
            case LeafOutcome.Unknown _ -> approval.ended().orElseGet(() -> unproposed(approval));
        };
    }

    private ApprovalState unproposed(Approval approval) {
        boolean over = !clock.instant().isBefore(approval.expiresAt());
        if (over) {
            return ApprovalState.EXPIRED;
        }
        return approval.signature().isPresent() ? ApprovalState.SIGNED : ApprovalState.PENDING;
    }

    /** Ends one that nobody signed, since something else took its place. Joins a transaction. */
    public void supersede(Approval approval) {
        storage.join(
                connection -> {
                    ApprovalTable.end(connection, approval.id(), ApprovalState.SUPERSEDED);
                    return approval;
                });
    }
}
