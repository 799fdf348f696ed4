package dev.sealwright.operator.verify;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.history.AuthorityHistory;
import dev.sealwright.protocol.history.KeyHistory;
import dev.sealwright.protocol.history.OrgChains;
import dev.sealwright.protocol.history.OrgKeyHistory;
import dev.sealwright.protocol.history.SecretHistory;
import dev.sealwright.protocol.history.TokenHistory;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.leaf.TranscriptBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold between the leaves of one log, read in order from the first. The key service
 * checks the same before it signs; here it is checked by someone who need not believe it. Where
 * leaves went, it holds over the rest, which has every one that something rests on.
 */
final class LogRules {
    private final AnchorsChain chain;
    private final VerifiedAnchors anchors;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Bytes> ids = new HashSet<>();
    private final Map<Bytes, Row> rows = new HashMap<>();
    private final Map<Bytes, Right> bootstraps = new HashMap<>();
    private final Map<Bytes, Bytes> sandboxes = new HashMap<>();
    private final Map<Bytes, Long> policies = new HashMap<>();
    private final SecretHistory secrets = new SecretHistory();
    private final AuthorityHistory authorities;
    private final TokenHistory tokens = new TokenHistory();
    private final KeyHistory keys = new KeyHistory();
    private final OrgKeyHistory orgKeys = new OrgKeyHistory();
    private final OrgChains chains = new OrgChains();
    private final PrunedEntries pruned = new PrunedEntries();
    private long index = -1;
    private long anchorsVersion;
    private long epoch = -1;
    private boolean anchorsSeen;

    LogRules(AnchorsChain chain) {
        this.chain = chain;
        this.anchors = chain.current();
        this.authorities = new AuthorityHistory(anchors.content().originAt(0));
    }

    private record Row(RecordKind kind, Bytes org, long version, RecordState state) {}

    private static final class Right {
        private final LeafBody.Bootstrap bootstrap;
        private final Bytes org;
        private boolean used;

        private Right(LeafBody.Bootstrap bootstrap, Bytes org) {
            this.bootstrap = bootstrap;
            this.org = org;
        }
    }

    /** In place of the next leaf, where its hash alone is there. */
    void gone() {
        index++;
        tokens.gone();
        chains.gone();
        pruned.gone();
    }

    /** The next leaf, and its hash. */
    void read(Leaf leaf, Bytes hash) {
        index++;
        expect(Uuids.isV7(leaf.id()), "an id that is no UUIDv7");
        expect(ids.add(leaf.id()), "the id of an earlier leaf");
        expectPlace(leaf.body());
        switch (leaf.body()) {
            case LeafBody.Anchors b -> readAnchors(b);
            case EpochBody b -> readEpoch(b);
            case LeafBody.RecordBody b -> readRecord(leaf.org(), b);
            case LeafBody.Bootstrap b -> readBootstrap(leaf.org(), b);
            case LeafBody.Enrolment b -> readEnrolment(leaf, b);
            case LeafBody.Renewal b -> expectSandbox(leaf.org(), b.sandbox(), "a renewal");
            case LeafBody.Server b ->
                    expect(
                            known(index + 1).content().serverNames().containsAll(b.names()),
                            "a server name that the anchors do not name");
            case LeafBody.Policy b -> readPolicy(leaf.org(), b);
            case LeafBody.Activation b -> expectSandbox(leaf.org(), b.sandbox(), "an activation");
            case LeafBody.Ceremony _,
                    LeafBody.Event _,
                    PruningBody _,
                    TranscriptBody _,
                    ReportBody.Report _,
                    SecretBody _,
                    TokenBody _,
                    RevocationBody _,
                    AuthorityBody _,
                    KeyBody _,
                    OrgKeyBody _ -> {}
            case ReportBody.OrgHead b ->
                    expect(chains.passed(leaf.org(), b), "a head that its org's chain never had");
        }
        secrets.add(leaf).ifPresent(wrong -> expect(false, wrong));
        authorities.add(index, leaf).ifPresent(wrong -> expect(false, wrong));
        tokens.add(leaf).ifPresent(wrong -> expect(false, wrong));
        keys.add(leaf).ifPresent(wrong -> expect(false, wrong));
        orgKeys.add(leaf).ifPresent(wrong -> expect(false, wrong));
        pruned.add(leaf, hash).ifPresent(wrong -> expect(false, wrong));
        chains.add(leaf.org(), leaf.encode());
    }

    /**
     * A log begins with its anchors and its first platform key, and so does each epoch behind the
     * leaf that opens it.
     */
    private void expectPlace(LeafBody body) {
        long place = index - epoch - 1;
        boolean ceremony = body instanceof LeafBody.Ceremony;
        expect(place != 0 || body instanceof LeafBody.Anchors, "a beginning without anchors");
        expect(place != 1 || ceremony, "a beginning without the first platform key");
        expect(place == 1 || !ceremony, "a ceremony after the beginning");
    }

    /** What was found so far. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What was found, the last leaf having been read. */
    List<Finding> end() {
        expect(anchorsSeen, "no leaf that names these anchors");
        unaccounted().ifPresent(findings::add);
        return findings();
    }

    /** What went, as far as nothing that was read so far accounts for it. */
    Optional<Finding> unaccounted() {
        return pruned.unaccounted();
    }

    Pruned pruned() {
        return pruned.pruned();
    }

    private void readEpoch(EpochBody body) {
        epoch = index;
        expect(body.restoredSize() == index, "an epoch that does not begin where it says");
        boolean named =
                anchors.content().closed().stream()
                        .anyMatch(
                                each ->
                                        each.origin().equals(body.from())
                                                && each.size() == body.closedSize()
                                                && each.root().equals(body.closedRoot())
                                                && each.restoredSize() == body.restoredSize()
                                                && each.restoredRoot().equals(body.restoredRoot()));
        expect(named, "an epoch that the anchors do not name");
    }

    private void readAnchors(LeafBody.Anchors body) {
        expect(body.version() > anchorsVersion, "anchors that are not newer");
        anchorsVersion = body.version();
        anchorsSeen |= body.digest().equals(anchors.digest());
        if (body.isChange()) {
            readChange(body);
        }
    }

    /**
     * One that is newer than the anchors at hand is checked once those are; one of a closed epoch
     * was, before that was.
     */
    private void readChange(LeafBody.Anchors body) {
        if (index < anchors.content().base() || body.version() > anchors.content().version()) {
            return;
        }
        try {
            VerifiedAnchors next = known(index + 2);
            AnchorsChange.check(body, next, known(index + 1));
        } catch (VerificationException e) {
            expect(false, "a change of anchors that is none: " + e.getMessage());
        }
    }

    /** The anchors whose voters sign the log at this size. */
    private VerifiedAnchors known(long size) {
        return chain.at(chain.current().origin(), size).orElseThrow();
    }

    private void readRecord(Bytes org, LeafBody.RecordBody body) {
        Row before = rows.get(body.row());
        if (before == null) {
            expect(body.version() == 1, "a row that begins at version " + body.version());
        } else {
            expect(body.version() == before.version() + 1, "a row with a version left out");
            expect(body.kind() == before.kind(), "a row that was of another kind");
            expect(org.equals(before.org()), "a row of another organisation");
        }
        rows.put(body.row(), new Row(body.kind(), org, body.version(), body.state()));
    }

    private void readBootstrap(Bytes org, LeafBody.Bootstrap body) {
        expect(
                BootstrapId.of(body.key()).value().equals(body.bootstrap()),
                "a bootstrap whose id is not its key's");
        expectSpec(org, body.spec(), "a bootstrap");
        expect(
                bootstraps.putIfAbsent(body.bootstrap(), new Right(body, org)) == null,
                "a bootstrap that was minted before");
    }

    private void readEnrolment(Leaf leaf, LeafBody.Enrolment body) {
        Right right = bootstraps.get(body.bootstrap());
        if (right == null) {
            expect(false, "an enrolment without an earlier bootstrap");
        } else {
            expect(right.org.equals(leaf.org()), "an enrolment by another org's bootstrap");
            expect(right.bootstrap.spec().equals(body.spec()), "an enrolment for another spec");
            expect(
                    right.bootstrap.validity().contains(leaf.time()),
                    "an enrolment out of its bootstrap's time");
            expect(!right.used, "a second enrolment by one bootstrap");
            right.used = true;
        }
        expect(
                sandboxes.putIfAbsent(body.sandbox(), leaf.org()) == null,
                "an enrolment of a sandbox that there is");
    }

    private void readPolicy(Bytes org, LeafBody.Policy body) {
        expectSpec(org, body.spec(), "a policy");
        expect(
                body.version() > policies.getOrDefault(body.spec(), 0L),
                "a policy that is not newer than the one before");
        policies.merge(body.spec(), body.version(), Math::max);
    }

    private void expectSpec(Bytes org, Bytes spec, String what) {
        Row row = rows.get(spec);
        expect(
                row != null
                        && row.kind() == RecordKind.SANDBOX_SPEC
                        && row.state() == RecordState.SET
                        && row.org().equals(org),
                what + " for a sandbox spec that its organisation does not have");
    }

    private void expectSandbox(Bytes org, Bytes sandbox, String what) {
        expect(
                Objects.equals(org, sandboxes.get(sandbox)),
                what + " of a host that was not enrolled");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            findings.add(new Finding(index, otherwise));
        }
    }
}
