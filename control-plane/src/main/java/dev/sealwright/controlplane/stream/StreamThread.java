package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.audit.AuditEntries;
import dev.sealwright.controlplane.audit.AuditEntry;
import dev.sealwright.controlplane.log.AuditQuery;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.stream.Batch.Line;
import dev.sealwright.controlplane.stream.Positions.Claim;
import dev.sealwright.protocol.Bytes;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one sink up with the log; more and more slowly while it does not answer. */
final class StreamThread {
    /**
     * How long another replica waits when this one is gone. Should a delivery take longer, both
     * send the same range, and one of them keeps the place.
     */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);
    private static final int BATCH = 256;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(10);

    private final Sink sink;
    private final UUID holder;
    private final Positions positions;
    private final SignedLog log;
    private final AuditEntries entries;
    private final JsonMapper json;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<String> problem = Optional.empty();

    StreamThread(
            Sink sink,
            UUID holder,
            Positions positions,
            SignedLog log,
            AuditEntries entries,
            JsonMapper json) {
        this.sink = sink;
        this.holder = holder;
        this.positions = positions;
        this.log = log;
        this.entries = entries;
        this.json = json;
        this.thread = Thread.ofPlatform().name("stream-" + sink.name()).unstarted(this::run);
    }

    void start() {
        positions.begin(sink.name());
        thread.start();
    }

    void stop() throws InterruptedException {
        stop.countDown();
        thread.interrupt();
        if (thread.getState() != Thread.State.NEW) {
            thread.join(END);
        }
        try {
            positions.release(sink.name(), holder);
        } catch (RuntimeException e) {
            LOG.warn("stream {} keeps its lease: {}", sink.name(), e.getMessage());
        }
    }

    String name() {
        return sink.name();
    }

    /** Why nothing goes out now. */
    Optional<String> problem() {
        return problem;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (stop.getCount() > 0) {
                Duration rest = round();
                pause = problem.isEmpty() ? FIRST_PAUSE : longer(pause);
                boolean over =
                        stop.await(
                                (problem.isEmpty() ? rest : pause).toNanos(), TimeUnit.NANOSECONDS);
                if (over) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** One batch, if there is one; returns how long to rest. */
    private Duration round() throws InterruptedException {
        try {
            Optional<Claim> claim = positions.claim(sink.name(), holder, log.size(), BATCH, LEASE);
            if (claim.isEmpty() || claim.get().next() == claim.get().to()) {
                recovered();
                return sink.every();
            }
            sink.deliver(batch(claim.get()));
            boolean kept = positions.advance(sink.name(), holder, claim.get());
            recovered();
            return kept && claim.get().to() < log.size() ? Duration.ZERO : sink.every();
        } catch (IOException e) {
            if (failed(Optional.ofNullable(e.getMessage()).orElse("the receiver is away"))) {
                LOG.warn("stream {} waits: {}", sink.name(), e.toString());
            }
        } catch (RuntimeException e) {
            if (failed("the log, or the place in it, cannot be read")) {
                LOG.warn("stream {} waits", sink.name(), e);
            }
        }
        return FIRST_PAUSE;
    }

    private Batch batch(Claim claim) throws IOException {
        int size = Math.toIntExact(claim.to() - claim.next());
        List<Line> lines = new ArrayList<>();
        for (var audited : entries.find(AuditQuery.all(claim.next() - 1, size))) {
            AuditEntry entry = AuditEntry.of(audited);
            lines.add(new Line(entry, Bytes.of(json.writeValueAsBytes(entry))));
        }
        Batch batch = new Batch(claim.next(), lines);
        if (lines.size() != size) {
            throw new IOException("the log has a gap behind entry " + batch.last());
        }
        return batch;
    }

    /** Returns whether this is news. */
    private boolean failed(String what) {
        boolean news = !problem.equals(Optional.of(what));
        problem = Optional.of(what);
        return news;
    }

    private void recovered() {
        if (problem.isPresent()) {
            LOG.info("stream {} continues", sink.name());
            problem = Optional.empty();
        }
    }
}
