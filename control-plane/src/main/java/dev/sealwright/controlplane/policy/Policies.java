package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.approval.Approval;
import dev.sealwright.controlplane.approval.ApprovalState;
import dev.sealwright.controlplane.approval.Approvals;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.policy.CompiledPolicy;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.sync.SyncAnswer;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Compiled policies of sandbox specs. One is compiled when a host or a report asks and the last is
 * not of the present sources, or is in the second half of its life. In an organisation with
 * authority keys it reaches hosts once such a key approved it.
 */
@Singleton
public final class Policies {
    private final Records records;
    private final Storage storage;
    private final Log log;
    private final Approvals approvals;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    Policies(
            Records records,
            Storage storage,
            Log log,
            Approvals approvals,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        this.records = records;
        this.storage = storage;
        this.log = log;
        this.approvals = approvals;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Every policy for the spec beyond a version that still lasts, in order, the newest being up to
     * date.
     */
    List<PolicyDelivery> after(UUID spec, long version) {
        refresh(spec);
        Instant now = clock.instant();
        List<StoredPolicy> later =
                storage.look(c -> PolicyTable.after(c, spec, version, now, SyncAnswer.MAX_ITEMS));
        return later.stream().flatMap(policy -> delivery(policy).stream()).toList();
    }

    /** The leaf of the policy in force for the spec, compiled if need be. */
    public Optional<LeafOutcome.Released> inForce(UUID spec) {
        refresh(spec);
        return storage.look(c -> PolicyTable.newest(c, spec))
                .filter(policy -> clock.instant().isBefore(policy.expiresAt()))
                .flatMap(
                        policy ->
                                log.outcome(policy.leafId()) instanceof LeafOutcome.Released leaf
                                        ? Optional.of(leaf)
                                        : Optional.empty());
    }

    /** The policy in force for the spec, compiled if need be, if its leaf is in the log. */
    public Optional<CompiledPolicy> compiled(UUID spec) {
        refresh(spec);
        Instant now = clock.instant();
        return storage.look(c -> PolicyTable.newest(c, spec))
                .filter(policy -> now.isBefore(policy.expiresAt()))
                .flatMap(this::delivery)
                .filter(Policies::isWhatItsLeafSays)
                .map(delivery -> CompiledPolicy.decode(delivery.policy()));
    }

    private static boolean isWhatItsLeafSays(PolicyDelivery delivery) {
        return LeafCodec.decode(delivery.leaf()).body() instanceof LeafBody.Policy body
                && SaltedDigest.of(delivery.salt(), delivery.policy()).equals(body.digest());
    }

    private Optional<PolicyDelivery> delivery(StoredPolicy policy) {
        return switch (log.outcome(policy.leafId())) {
            case LeafOutcome.Released released ->
                    Optional.of(
                            new PolicyDelivery(
                                    policy.policy(),
                                    policy.salt(),
                                    released.leaf(),
                                    released.receipt()));
            case LeafOutcome.Refused _, LeafOutcome.Waiting _, LeafOutcome.Unknown _ ->
                    Optional.empty();
        };
    }

    /**
     * The approval that the spec's next policy waits for, asked for if need be. Until it is given,
     * hosts keep the policy they have.
     */
    Optional<UUID> awaited(UUID spec) {
        refresh(spec);
        return draft(spec)
                .flatMap(draft -> approvals.ofLeaf(draft.leafId()))
                .filter(approval -> approvals.state(approval) == ApprovalState.PENDING)
                .map(Approval::id);
    }

    private void refresh(UUID spec) {
        Optional<PolicySource> source = PolicySource.find(records, spec);
        if (source.filter(found -> !isFresh(spec, found) && !isDrafted(spec, found)).isPresent()) {
            Optional<UUID> compiled =
                    storage.write(connection -> compile(connection, spec, source.get()));
            compiled.ifPresent(log::awaitById);
        }
    }

    private boolean isFresh(UUID spec, PolicySource source) {
        return storage.read(c -> PolicyTable.newest(c, spec))
                .filter(newest -> newest.isFresh(source.digest(), clock.instant()))
                .isPresent();
    }

    /** An approval of these sources was asked for, and given or not it is not asked for again. */
    private boolean isDrafted(UUID spec, PolicySource source) {
        return draft(spec)
                .filter(draft -> draft.isFresh(source.digest(), clock.instant()))
                .flatMap(draft -> approvals.ofLeaf(draft.leafId()))
                .map(approvals::state)
                .filter(state -> state.open() || state == ApprovalState.REJECTED)
                .isPresent();
    }

    private Optional<StoredPolicy> draft(UUID spec) {
        return storage.read(c -> PolicyTable.newestDraft(c, spec));
    }

    /**
     * Under the spec's lock, unless someone else compiled meanwhile.
     *
     * @return the leaf to wait for; empty if there is none, or none before an approval
     */
    private Optional<UUID> compile(Connection connection, UUID spec, PolicySource source)
            throws SQLException {
        long version = PolicyTable.lockVersion(connection, spec) + 1;
        Instant now = Seconds.truncate(clock.instant());
        boolean meanwhile =
                PolicyTable.newest(connection, spec)
                        .filter(newest -> newest.isFresh(source.digest(), now))
                        .isPresent();
        if (meanwhile || isDrafted(spec, source)) {
            return Optional.empty();
        }
        PolicyTable.newestDraft(connection, spec)
                .flatMap(draft -> approvals.ofLeaf(draft.leafId()))
                .filter(approval -> approvals.state(approval) == ApprovalState.PENDING)
                .ifPresent(approvals::supersede);
        StoredPolicy stored = stored(ids.next(), spec, source, source.compile(version, now));
        PolicyTable.insert(connection, stored);
        Optional<UUID> awaited = approvals.propose(wanted(stored, source));
        return awaited.isPresent() ? Optional.empty() : Optional.of(stored.leafId());
    }

    private StoredPolicy stored(UUID leaf, UUID spec, PolicySource source, CompiledPolicy policy) {
        return new StoredPolicy(
                leaf,
                spec,
                policy.version(),
                source.digest(),
                policy.encode(),
                salt(),
                policy.validity().notBefore(),
                policy.validity().expires());
    }

    private static Approvals.Wanted wanted(StoredPolicy stored, PolicySource source) {
        LeafBody body =
                new LeafBody.Policy(
                        Uuids.bytes(stored.spec()),
                        stored.version(),
                        new Validity(stored.issuedAt(), stored.expiresAt()),
                        SaltedDigest.of(stored.salt(), stored.policy()));
        return new Approvals.Wanted(
                stored.leafId(),
                source.org(),
                body,
                "policy "
                        + source.policy().name()
                        + " for sandbox spec "
                        + source.spec().name()
                        + ", version "
                        + stored.version(),
                Optional.of(new Approval.Policy(stored.policy(), stored.salt())),
                "",
                stored.halfLife());
    }

    private Bytes salt() {
        byte[] salt = new byte[SaltedDigest.SALT_SIZE];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }
}
