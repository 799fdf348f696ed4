package dev.sealwright.controlplane.witness;

import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.SignedLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured witnesses. The replica that sequences shows each of them the newest checkpoint, in
 * the background: no answer waits for a witness.
 */
@Context
public final class Witnesses {
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 5;

    private final WitnessSettings settings;
    private final Log log;
    private final SignedLog signed;
    private final Cosignatures cosignatures;
    private final Claims claims;
    private final MeterRegistry registry;
    private final List<Submission> submissions;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<Submission, Future<?>> busy = new HashMap<>();
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("witness-", 0).factory());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("witnesses").unstarted(this::run);

    Witnesses(
            WitnessSettings settings,
            Log log,
            SignedLog signed,
            Cosignatures cosignatures,
            Claims claims,
            WitnessHttp http,
            MeterRegistry registry) {
        this.settings = settings;
        this.log = log;
        this.signed = signed;
        this.cosignatures = cosignatures;
        this.claims = claims;
        this.registry = registry;
        this.submissions =
                ConfiguredWitness.of(settings).stream()
                        .map(each -> new Submission(each, cosignatures, claims, http))
                        .toList();
    }

    /**
     * How one of them does.
     *
     * @param cosigned leaves under the newest checkpoint that it cosigned
     * @param behind leaves that were signed since
     * @param problem why it does not cosign, as the replica knows that asks it
     * @param claim what it holds against this log
     */
    public record State(
            String name,
            long cosigned,
            long behind,
            Optional<String> problem,
            Optional<String> claim) {}

    public boolean areConfigured() {
        return !submissions.isEmpty();
    }

    public List<State> states() {
        if (submissions.isEmpty()) {
            return List.of();
        }
        Map<String, String> all = claims.all();
        return submissions.stream().map(each -> state(each, all)).toList();
    }

    private State state(Submission submission, Map<String, String> all) {
        String id = submission.witness().id();
        long cosigned = cosignatures.last(id);
        return new State(
                submission.witness().name(),
                cosigned,
                Math.max(0, signed.size() - cosigned),
                submission.problem(),
                Optional.ofNullable(all.get(id)));
    }

    @PostConstruct
    void start() {
        submissions.forEach(this::measure);
        if (!submissions.isEmpty()) {
            thread.start();
        }
    }

    private void measure(Submission submission) {
        Gauge.builder(
                        "sealwright.witness.behind",
                        this,
                        self -> self.state(submission, Map.of()).behind())
                .tag("witness", submission.witness().name())
                .description("Leaves that were signed since the witness cosigned last")
                .register(registry);
        Gauge.builder(
                        "sealwright.witness.claims",
                        this,
                        self -> self.claims.all().containsKey(submission.witness().id()) ? 1 : 0)
                .tag("witness", submission.witness().name())
                .description("1 while the witness says that this log is not the one it has seen")
                .register(registry);
    }

    private void run() {
        try {
            do {
                round();
            } while (!stop.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private void round() throws InterruptedException {
        try {
            if (log.leads()) {
                show();
            } else {
                idle().forEach(Submission::forget);
            }
        } catch (RuntimeException e) {
            // Database or log are away, and say so elsewhere; the next round tries again.
            LOG.debug("witnesses are not asked: {}", e.getMessage());
        }
    }

    /**
     * One checkpoint to all that are free, so that it gathers cosignatures; who is slow is left to
     * finish, and misses the next.
     */
    private void show() throws InterruptedException {
        Optional<SignedHead> head = cosignatures.newest().map(Witnesses::asTheyKnowIt);
        if (head.isPresent()) {
            idle().forEach(each -> busy.put(each, workers.submit(() -> ask(each, head.get()))));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (busy.values().stream().anyMatch(each -> !each.isDone())
                    && System.nanoTime() - end < 0
                    && !stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.trace("witnesses are being asked");
            }
        }
    }

    /** They know the log's Ed25519 keys, and may bound what they read. */
    private static SignedHead asTheyKnowIt(SignedHead head) {
        return new SignedHead(head.size(), head.root(), head.note().withoutPostQuantum());
    }

    private List<Submission> idle() {
        return submissions.stream()
                .filter(each -> !busy.containsKey(each) || busy.get(each).isDone())
                .toList();
    }

    private static void ask(Submission submission, SignedHead head) {
        try {
            submission.run(head);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("witness {}: {}", submission.witness().name(), e.getMessage());
        }
    }

    /** Does not wait for an answer that is on its way. */
    @PreDestroy
    void stop() {
        stop.countDown();
        thread.interrupt();
        workers.shutdownNow();
    }
}
