package dev.sealwright.operator.witness;

import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Cosigns the checkpoints of the logs it watches, each only if it continues the one before. */
final class Witness {
    private final WitnessKey key;
    private final Map<String, WatchedLog> logs;
    private final InstantSource clock;

    Witness(WitnessKey key, List<WatchedLog> logs, InstantSource clock) {
        this.key = key;
        this.logs = logs.stream().collect(Collectors.toMap(WatchedLog::origin, log -> log));
        this.clock = clock;
    }

    NoteKey verifier() {
        return key.verifier();
    }

    Collection<WatchedLog> logs() {
        return logs.values();
    }

    /** Safe for concurrent use; requests for one log are judged one after another. */
    Verdict addCheckpoint(AddCheckpoint request) {
        WatchedLog log = logs.get(request.checkpoint().origin());
        return log == null ? new Verdict.UnknownLog() : log.judge(request, key, clock);
    }
}
