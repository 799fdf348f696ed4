package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.health.ReadinessReport.Check;
import dev.sealwright.controlplane.health.ReadinessReport.Sequencer;
import dev.sealwright.controlplane.health.ReadinessReport.Voter;
import dev.sealwright.controlplane.health.ReadinessReport.Witness;
import dev.sealwright.controlplane.listener.ListenerIdentity;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.LogStatus;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.stream.Streams;
import dev.sealwright.controlplane.voter.Holder;
import dev.sealwright.controlplane.voter.MemberState;
import dev.sealwright.controlplane.voter.SecretMembers;
import dev.sealwright.controlplane.voter.VoterStatus;
import dev.sealwright.controlplane.voter.Voters;
import dev.sealwright.controlplane.witness.Witnesses;
import dev.sealwright.keyservice.api.KeyService;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the service can do its work now, by doing a little of it. What it found is good for five
 * seconds.
 */
@Singleton
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration LAST_HOUR = Duration.ofHours(1);
    private static final long GOOD_FOR = Duration.ofSeconds(5).toNanos();

    private final Storage storage;
    private final Log log;
    private final KeyService keyService;
    private final Provider<ListenerIdentity> identity;
    private final Witnesses witnesses;
    private final Voters voters;
    private final SecretMembers members;
    private final Streams streams;
    private final KeyPeriods keyPeriods;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Found> last = Optional.empty();

    Readiness(
            Storage storage,
            Log log,
            KeyService keyService,
            Provider<ListenerIdentity> identity,
            Witnesses witnesses,
            Voters voters,
            SecretMembers members,
            Streams streams,
            KeyPeriods keyPeriods,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.identity = identity;
        this.witnesses = witnesses;
        this.voters = voters;
        this.members = members;
        this.streams = streams;
        this.keyPeriods = keyPeriods;
        this.clock = clock;
    }

    private record Found(long at, ReadinessReport report) {}

    public ReadinessReport report() {
        return recent().orElseGet(this::checked);
    }

    private Optional<ReadinessReport> recent() {
        return last.filter(found -> System.nanoTime() - found.at() < GOOD_FOR).map(Found::report);
    }

    private ReadinessReport checked() {
        lock.lock();
        try {
            Optional<ReadinessReport> meanwhile = recent();
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            List<Check> needed =
                    List.of(
                            check("database", "does not answer", this::database),
                            check("log", "cannot be read", this::logProblem),
                            check("key-service", "does not answer", this::keyService),
                            check("hsm", "does not sign", this::hsm),
                            check("certificate", "cannot be read", this::certificate));
            List<Check> checks = new ArrayList<>(needed);
            List<VoterStatus> voting = voting();
            if (!voting.isEmpty()) {
                checks.add(check("voters", "cannot be read", () -> problem(voting)));
            }
            if (members.areSeveral()) {
                checks.add(check("members", "cannot be asked", this::absent));
            }
            if (witnesses.areConfigured()) {
                checks.add(check("witnesses", "cannot be read", this::claims));
            }
            checks.add(check("key-periods", "cannot be read", keyPeriods::problem));
            ReadinessReport report =
                    new ReadinessReport(
                            needed.stream().allMatch(Check::ok),
                            List.copyOf(checks),
                            sequencer(),
                            witnesses(),
                            voting.stream().map(Voter::of).toList(),
                            sent());
            last = Optional.of(new Found(System.nanoTime(), report));
            return report;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Sequencer sequencer() {
        try {
            return Sequencer.of(log.status());
        } catch (RuntimeException e) {
            LOG.debug("no leader to be told: {}", e.getMessage());
            return null;
        }
    }

    private List<Witness> witnesses() {
        try {
            return witnesses.states().stream().map(Witness::of).toList();
        } catch (RuntimeException e) {
            LOG.debug("no witnesses to be told: {}", e.getMessage());
            return List.of();
        }
    }

    /** None, where the key service is the only one. */
    private List<VoterStatus> voting() {
        try {
            return voters.statuses();
        } catch (RuntimeException e) {
            LOG.debug("no voters to be told: {}", e.getMessage());
            return List.of();
        }
    }

    /** Those that do not sign, also while the others are enough. */
    private static Optional<String> problem(List<VoterStatus> voting) {
        String said =
                voting.stream()
                        .filter(each -> each.state() != MemberState.OK)
                        .map(
                                each ->
                                        each.name()
                                                + " is "
                                                + each.state().text()
                                                + each.problem().map(why -> ": " + why).orElse(""))
                        .collect(Collectors.joining("; "));
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    /** Members that issue and open, while the others do it for them. */
    private Optional<String> absent() {
        List<Holder> present = members.present();
        String away =
                members.holders().stream()
                        .filter(each -> !present.contains(each))
                        .map(Holder::name)
                        .collect(Collectors.joining(", "));
        return away.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        away
                                + " is away: keys that were made on its token do not sign, and"
                                + " secrets that are sealed now reach it when it returns");
    }

    /** What witnesses hold against this log. */
    private Optional<String> claims() {
        String said =
                witnesses.states().stream()
                        .filter(each -> each.claim().isPresent())
                        .map(each -> each.name() + " " + each.claim().orElseThrow())
                        .collect(Collectors.joining("; "));
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    private List<Streams.Status> sent() {
        try {
            return streams.statuses();
        } catch (RuntimeException e) {
            LOG.warn("the places of the streams cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    private static Check check(String name, String failure, Supplier<Optional<String>> problem) {
        try {
            Optional<String> reason = problem.get();
            return new Check(name, reason.isEmpty(), reason.orElse(""));
        } catch (RuntimeException e) {
            LOG.warn("not ready: {} {}: {}", name, failure, e.getMessage());
            return new Check(name, false, failure);
        }
    }

    private Optional<String> database() {
        storage.read(c -> Sql.of(c, "SELECT 1::bigint AS one").only(row -> row.number("one")));
        return Optional.empty();
    }

    private Optional<String> logProblem() {
        LogStatus status = log.status();
        return status.problem();
    }

    /** Asks for what needs no HSM. */
    private Optional<String> keyService() {
        keyService.head();
        return Optional.empty();
    }

    /** It replaces itself at half of its life; near its end something has failed for days. */
    private Optional<String> certificate() {
        Instant end = identity.get().shown().expires();
        return clock.instant().plus(LAST_HOUR).isBefore(end)
                ? Optional.empty()
                : Optional.of("ends at " + end + " and was not replaced");
    }

    private Optional<String> hsm() {
        keyService.probe();
        return Optional.empty();
    }
}
