package dev.sealwright.controlplane.report;

import dev.sealwright.attestation.report.KeyPeriod;
import dev.sealwright.attestation.report.LoggedLeaf;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.attestation.report.Statement;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.controlplane.key.KeyLife;
import dev.sealwright.controlplane.key.KeyLives;
import dev.sealwright.controlplane.key.KeyOwners;
import dev.sealwright.controlplane.listener.ListenerIdentity;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.Proofs;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.ReportBody;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes reports and hands them out. Keys are read from the token once a report; one report is made
 * at a time, and none is handed out that its own verifier refuses.
 */
@Singleton
final class Reports {
    private static final String ORG_KEY = "kek-";

    private final Storage storage;
    private final Log log;
    private final Proofs proofs;
    private final Gathering gathering;
    private final Software software;
    private final KeyService keyService;
    private final KeyOwners owners;
    private final KeyLives lives;
    private final ListenerIdentity identity;
    private final AnchorsInForce anchors;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Ids ids;
    private final ReentrantLock making = new ReentrantLock();

    Reports(
            Storage storage,
            Log log,
            Proofs proofs,
            Gathering gathering,
            Software software,
            KeyService keyService,
            KeyOwners owners,
            KeyLives lives,
            ListenerIdentity identity,
            AnchorsInForce anchors,
            InstantSource clock,
            SecureRandom random,
            Ids ids) {
        this.storage = storage;
        this.log = log;
        this.proofs = proofs;
        this.gathering = gathering;
        this.software = software;
        this.keyService = keyService;
        this.owners = owners;
        this.lives = lives;
        this.identity = identity;
        this.anchors = anchors;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    /** A report with its leaf. */
    record Made(Report report, LeafOutcome.Released released) {}

    /**
     * Makes one.
     *
     * @param org empty for the whole service
     * @param by who asked
     */
    Made make(Optional<Org> org, Optional<Bytes> nonce, String by) {
        if (!making.tryLock()) {
            throw ProblemException.retryLater(
                    ProblemKind.TOO_MANY_REQUESTS, "Another report is being made.", 2);
        }
        try {
            Statement statement = state(org, nonce);
            Bytes body = statement.encode();
            Report report = new Report(ids.next(), statement.org(), body, by, statement.time());
            LeafRef ref = storage.write(connection -> propose(report));
            LeafOutcome.Released released = log.await(ref);
            new ReportVerifier(anchors.newest().pin()).verify(file(report, released));
            return new Made(report, released);
        } finally {
            making.unlock();
        }
    }

    private LeafRef propose(Report report) {
        LeafRef ref =
                log.propose(
                        report.id(), report.org(), new ReportBody.Report(Sha256.of(report.body())));
        storage.join(
                connection -> {
                    report.insert(connection);
                    return report;
                });
        return ref;
    }

    private Statement state(Optional<Org> org, Optional<Bytes> nonce) {
        KeyInventory inventory = keyService.describeKeys();
        ListenerIdentity.Shown shown = identity.shown();
        List<Statement.Organisation> organisations = gathering.about(org);
        byte[] salt = new byte[Statement.SALT_SIZE];
        random.nextBytes(salt);
        return new Statement(
                Bytes.of(salt),
                Seconds.truncate(clock.instant()),
                org.map(Org::tag).orElse(Leaf.NO_ORG),
                nonce,
                software.build(),
                token(inventory),
                inventory.keys().stream().filter(key -> concerns(key, org)).map(this::key).toList(),
                anchors.newest().document(),
                new Statement.Server(shown.chain(), Gathering.logged(shown.leaf())),
                organisations);
    }

    /** A report about one organisation does not tell that there are others. */
    private boolean concerns(KeyInventory.Key key, Optional<Org> org) {
        if (KeyOwners.isClientKey(key.label())) {
            return org.map(each -> owners.owns(each.tag(), key.label())).orElse(true);
        }
        return !key.label().startsWith(ORG_KEY)
                || org.map(each -> isOf(each, key.label())).orElse(true);
    }

    private static boolean isOf(Org org, String label) {
        String first = ORG_KEY + org.tag().hex();
        return label.equals(first) || label.startsWith(first + "-");
    }

    private static Statement.Token token(KeyInventory inventory) {
        return new Statement.Token(
                inventory.tokenLabel(),
                inventory.tokenSerial(),
                inventory.manufacturer(),
                inventory.model(),
                inventory.firmware(),
                inventory.library());
    }

    private Statement.TokenKey key(KeyInventory.Key key) {
        return new Statement.TokenKey(
                key.label(),
                key.id(),
                key.type(),
                key.spki(),
                attributes(key, true),
                attributes(key, false),
                Optional.of(period(lives.of(key.label()))));
    }

    private static KeyPeriod period(KeyLife life) {
        return new KeyPeriod(
                life.purpose().text(),
                life.version(),
                life.state(),
                life.period().map(Cryptoperiod::activated).map(Seconds::truncate),
                life.deactivated().map(Seconds::truncate),
                life.period().map(Cryptoperiod::originatorEnd).map(Seconds::truncate),
                life.period().flatMap(Cryptoperiod::recipientEnd).map(Seconds::truncate));
    }

    private static List<String> attributes(KeyInventory.Key key, boolean value) {
        return key.attributes().entrySet().stream()
                .filter(each -> each.getValue() == value)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Optional<Report> find(Bytes org, UUID id) {
        return storage.read(connection -> Report.find(connection, org, id));
    }

    List<Report> page(Bytes org, Optional<UUID> after, int limit) {
        return storage.read(connection -> Report.page(connection, org, after, limit));
    }

    /**
     * The file, proven under the newest checkpoint that its own anchors' voters signed; empty while
     * the log is behind.
     */
    Optional<ReportFile> file(Report report) {
        return log.outcome(report.id()) instanceof LeafOutcome.Released released
                ? Optional.of(file(report, underItsAnchors(report, released)))
                : Optional.empty();
    }

    private LeafOutcome.Released underItsAnchors(Report report, LeafOutcome.Released newest) {
        return anchors.until(Statement.decode(report.body()).anchors())
                .flatMap(size -> log.under(size, newest.index()))
                .orElse(newest);
    }

    private ReportFile file(Report report, LeafOutcome.Released released) {
        LeafOutcome.Released whole = log.whole(released);
        List<Long> indexes =
                Statement.decode(report.body()).leaves().stream().map(LoggedLeaf::index).toList();
        List<List<Bytes>> paths =
                proofs.under(whole.receipt().checkpoint(), indexes).stream()
                        .map(each -> each.receipt().proof())
                        .toList();
        return new ReportFile(report.body(), whole.leaf(), whole.receipt(), paths);
    }
}
