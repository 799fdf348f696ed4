package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Has time pass for the retention of a service, and for nothing else: no clock of TLS may run so
 * far.
 */
public final class PrunedLog {
    /** After this, the time of all that is there now is over. */
    static final Duration OVER = Duration.ofDays(30).plus(Retention.SKEW).plusSeconds(2);

    private static final RetentionSettings SETTINGS = new RetentionSettings(1, 30);

    private final RunningService service;

    public PrunedLog(RunningService service) {
        this.service = service;
    }

    Log log() {
        return service.bean(Log.class);
    }

    Storage storage() {
        return service.bean(Storage.class);
    }

    /** Logs so many leaves that do not last. */
    public void happen(int events) {
        storage()
                .write(
                        _ ->
                                IntStream.range(0, events)
                                        .mapToObj(
                                                number ->
                                                        log().record(
                                                                        Leaf.NO_ORG,
                                                                        EventKind.API_KEY_USED,
                                                                        EventOutcome.SUCCESS,
                                                                        Bytes.utf8(
                                                                                "{\"number\":"
                                                                                        + number
                                                                                        + "}")))
                                        .toList())
                .forEach(log()::await);
    }

    /** Takes the details of all that is there, and then the bytes of all that does not last. */
    public void prune() {
        pruneDetails();
        after(OVER).run(0);
    }

    void pruneDetails() {
        new Retention(storage(), log(), () -> service.clock().instant().plus(OVER), SETTINGS)
                .run(Map.of());
    }

    /** What prunes leaves, as it works once this has passed. */
    LeafPruning after(Duration time, LogReceiver... receivers) {
        return new LeafPruning(
                storage(),
                log(),
                service.bean(SignedLog.class),
                () -> service.clock().instant().plus(time),
                SETTINGS,
                List.of(receivers));
    }
}
