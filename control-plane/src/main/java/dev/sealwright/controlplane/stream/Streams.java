package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.audit.AuditEntries;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.LogReceiver;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Ids;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.UUID;

/** Everything the log is sent on to. Nothing, unless configured. */
@Context
public final class Streams implements LogReceiver {
    private final Positions positions;
    private final SignedLog signed;
    private final MeterRegistry registry;
    private final List<StreamThread> threads;

    /** Takes the log so that it is there before anything is read of it. */
    Streams(
            Sinks sinks,
            Positions positions,
            @SuppressWarnings("unused") Log log,
            SignedLog signed,
            AuditEntries entries,
            JsonMapper json,
            Ids ids,
            MeterRegistry registry) {
        this.positions = positions;
        this.signed = signed;
        this.registry = registry;
        UUID holder = ids.next();
        this.threads =
                sinks.configured().stream()
                        .map(
                                sink ->
                                        new StreamThread(
                                                sink, holder, positions, signed, entries, json))
                        .toList();
    }

    /**
     * How far a sink has taken the log.
     *
     * @param nextIndex the first entry that it has not acknowledged
     * @param lag entries from there to the end of the log
     * @param reason why nothing goes out now; empty when it does
     */
    @Serdeable
    @Schema(name = "StreamStatus")
    public record Status(String sink, long nextIndex, long lag, String reason) {}

    @PostConstruct
    void start() {
        for (StreamThread thread : threads) {
            thread.start();
            Gauge.builder("sealwright.stream.lag", thread, each -> status(each).lag())
                    .tag("sink", thread.name())
                    .description("Entries of the log that the sink has not acknowledged")
                    .register(registry);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (StreamThread thread : threads) {
            thread.stop();
        }
    }

    public List<Status> statuses() {
        return threads.stream().map(this::status).toList();
    }

    /** Of the receiver that is furthest behind. */
    @Override
    public long nextIndex() {
        return threads.stream()
                .mapToLong(thread -> positions.next(thread.name()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Status status(StreamThread thread) {
        long next = positions.next(thread.name());
        return new Status(thread.name(), next, signed.size() - next, thread.problem().orElse(""));
    }
}
