package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Changes;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.history.AuthorityHistory;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes an authority's signature: its leaf goes into the log first, and the leaf that it approves
 * after it. Each step is found again from the row and the log, so that an interrupted approval is
 * carried on by whoever comes next, and the change takes effect once.
 */
@Singleton
final class Signing {
    /** What the key service takes. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Storage storage;
    private final Log log;
    private final Approvals approvals;
    private final AuthorityKeys keys;
    private final ApprovalEvents events;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;

    Signing(
            Storage storage,
            Log log,
            Approvals approvals,
            AuthorityKeys keys,
            ApprovalEvents events,
            Changes changes,
            Ids ids,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.approvals = approvals;
        this.keys = keys;
        this.events = events;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Brings the approved leaf into the log. Signing again what was approved changes nothing.
     *
     * @return the approved leaf
     */
    LeafOutcome.Released sign(Approval approval, AuthorityBody.Approval signature) {
        if (approvals.state(approval) == ApprovalState.APPROVED) {
            return log.awaitById(approval.leaf());
        }
        requireSignable(approval);
        requireValid(approval, signature);
        UUID approvalLeaf = storage.write(c -> propose(c, approval, signature));
        awaitApproval(approval, approvalLeaf);
        return complete(approval);
    }

    private void requireSignable(Approval approval) {
        ApprovalState state = approvals.state(approval);
        if (!state.open()) {
            throw ProblemException.conflict(
                    "The approval is " + state.text() + ". Send the change itself again.");
        }
        if (approvals.approvable(approval).body() instanceof AuthorityBody.AuthorityKey key
                && key.version() != keys.version(approval.org(), key.row()) + 1) {
            throw ProblemException.conflict(
                    "The key was changed meanwhile. Send the change itself again.");
        }
    }

    private void requireValid(Approval approval, AuthorityBody.Approval signature) {
        AuthorityHistory.Key key =
                keys.find(approval.org(), signature.key())
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "/key_id",
                                                "the organisation has no authority key with this"
                                                        + " SHA-256"));
        Duration left = Duration.between(clock.instant(), signature.expires());
        if (!left.isPositive() || left.compareTo(LONGEST) > 0) {
            throw ProblemException.invalid(
                    "/expires_at", "a signature is good for at most one hour from now");
        }
        PublicKey signer = Spki.parse(key.leaf().spki());
        Bytes message = Approvable.message(signature.subject(), signature.expires());
        if (SignatureScheme.of(signer)
                .filter(scheme -> scheme.verify(signer, message, signature.signature()))
                .isEmpty()) {
            throw ProblemException.of(
                    ProblemKind.PROOF_INVALID,
                    "The signature does not verify under this key for what waits here.");
        }
    }

    /** Under the row's lock: one signature is on its way at a time. */
    private UUID propose(Connection connection, Approval approval, AuthorityBody.Approval signature)
            throws SQLException {
        Approval locked = ApprovalTable.lock(connection, approval.id()).orElseThrow();
        if (locked.ended().isPresent()) {
            throw ProblemException.conflict("The approval was ended meanwhile.");
        }
        if (locked.signature().isPresent() && !refused(locked.signature().get())) {
            return locked.signature().get();
        }
        UUID leaf = ids.next();
        log.propose(leaf, approval.org(), signature);
        ApprovalTable.sign(connection, approval.id(), Optional.of(leaf));
        return leaf;
    }

    private boolean refused(UUID leaf) {
        return log.outcome(leaf) instanceof LeafOutcome.Refused;
    }

    private void awaitApproval(Approval approval, UUID leaf) {
        try {
            log.awaitById(leaf);
        } catch (LeafRefusedException e) {
            storage.write(
                    connection -> {
                        ApprovalTable.sign(connection, approval.id(), Optional.empty());
                        return leaf;
                    });
            throw e;
        }
    }

    /** The second step, for one whose signature stands in the log. */
    LeafOutcome.Released complete(Approval approval) {
        storage.write(
                connection -> {
                    Approval locked = ApprovalTable.lock(connection, approval.id()).orElseThrow();
                    if (log.outcome(locked.leaf()) instanceof LeafOutcome.Unknown) {
                        log.propose(
                                locked.leaf(), locked.org(), approvals.approvable(locked).body());
                    }
                    return locked;
                });
        LeafOutcome.Released released = log.awaitById(approval.leaf());
        changes.now();
        return released;
    }

    /** Ends one that nobody signed. Rejecting again changes nothing. */
    void reject(Approval approval, String by) {
        end(approval, ApprovalState.REJECTED, EventKind.APPROVAL_REJECTED, by);
    }

    void expire(Approval approval) {
        end(approval, ApprovalState.EXPIRED, EventKind.APPROVAL_EXPIRED, "");
    }

    private void end(Approval approval, ApprovalState how, EventKind kind, String by) {
        storage.write(
                connection -> {
                    Approval locked = ApprovalTable.lock(connection, approval.id()).orElseThrow();
                    if (locked.signature().isPresent()) {
                        throw ProblemException.conflict("It was signed already.");
                    }
                    if (locked.ended().isEmpty()) {
                        ApprovalTable.end(connection, approval.id(), how);
                        events.record(locked, kind, EventOutcome.REFUSED, by);
                    }
                    return locked;
                });
    }
}
