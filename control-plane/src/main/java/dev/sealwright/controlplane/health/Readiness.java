package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.listener.ListenerIdentity;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.LogStatus;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.stream.Streams;
import dev.sealwright.controlplane.witness.Witnesses;
import dev.sealwright.keyservice.api.KeyService;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
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
            Streams streams,
            KeyPeriods keyPeriods,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.keyService = keyService;
        this.identity = identity;
        this.witnesses = witnesses;
        this.streams = streams;
        this.keyPeriods = keyPeriods;
        this.clock = clock;
    }

    private record Found(long at, Report report) {}

    /**
     * What is ready and what is not.
     *
     * @param ready whether all checks succeed but that of the witnesses, which is their word, and
     *     that of the keys' periods, which stops nothing
     * @param checks all of them, failed or not
     * @param sequencer absent while the database does not answer
     * @param witnesses those that are configured
     * @param streams how far the log was sent on; one that waits makes nobody unready
     */
    @Serdeable
    @Schema(name = "Readiness")
    public record Report(
            boolean ready,
            List<Check> checks,
            @Nullable Sequencer sequencer,
            List<Witness> witnesses,
            List<Streams.Status> streams) {}

    /**
     * A witness of the log.
     *
     * @param cosigned leaves under the newest checkpoint that it cosigned
     * @param behind leaves that were signed since
     * @param problem why it does not cosign, where this replica is the one that asks it
     */
    @Serdeable
    @Schema(name = "ReadinessWitness")
    public record Witness(String name, long cosigned, long behind, @Nullable String problem) {}

    /**
     * Which replica sequences the log.
     *
     * @param replica name of the one that answers
     * @param leads whether it does
     * @param leader name of the one that does; absent while none does
     * @param term grows with each change of the leader
     */
    @Serdeable
    @Schema(name = "ReadinessSequencer")
    public record Sequencer(String replica, boolean leads, @Nullable String leader, long term) {}

    /**
     * One thing that has to work.
     *
     * @param name {@code database}, {@code log}, {@code key-service}, {@code hsm}, {@code
     *     certificate}, {@code witnesses} or {@code key-periods}
     * @param reason why it does not work; empty when it does
     */
    @Serdeable
    @Schema(name = "ReadinessCheck")
    public record Check(String name, boolean ok, String reason) {}

    public Report report() {
        return recent().orElseGet(this::checked);
    }

    private Optional<Report> recent() {
        return last.filter(found -> System.nanoTime() - found.at() < GOOD_FOR).map(Found::report);
    }

    private Report checked() {
        lock.lock();
        try {
            Optional<Report> meanwhile = recent();
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
            if (witnesses.areConfigured()) {
                checks.add(check("witnesses", "cannot be read", this::claims));
            }
            checks.add(check("key-periods", "cannot be read", keyPeriods::problem));
            Report report =
                    new Report(
                            needed.stream().allMatch(Check::ok),
                            List.copyOf(checks),
                            sequencer(),
                            witnesses(),
                            sent());
            last = Optional.of(new Found(System.nanoTime(), report));
            return report;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Sequencer sequencer() {
        try {
            LogStatus status = log.status();
            return new Sequencer(
                    status.replica(), status.leads(), status.leader().orElse(null), status.term());
        } catch (RuntimeException e) {
            LOG.debug("no leader to be told: {}", e.getMessage());
            return null;
        }
    }

    private List<Witness> witnesses() {
        try {
            return witnesses.states().stream()
                    .map(
                            each ->
                                    new Witness(
                                            each.name(),
                                            each.cosigned(),
                                            each.behind(),
                                            each.problem().orElse(null)))
                    .toList();
        } catch (RuntimeException e) {
            LOG.debug("no witnesses to be told: {}", e.getMessage());
            return List.of();
        }
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
