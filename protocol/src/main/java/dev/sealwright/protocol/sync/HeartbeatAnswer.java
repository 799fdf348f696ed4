package dev.sealwright.protocol.sync;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.wire.JsonFields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The service's answer to {@code POST /v1/heartbeats}.
 *
 * @param next when to send the next one: 1 s to 1 h from now
 */
public record HeartbeatAnswer(HostState state, Duration next) {
    private static final Duration MAX = Duration.ofHours(1);

    public HeartbeatAnswer {
        if (next.compareTo(Duration.ofSeconds(1)) < 0 || next.compareTo(MAX) > 0) {
            throw new MalformedException("a heartbeat too soon or too late");
        }
    }

    public static HeartbeatAnswer fromJson(Map<String, ?> json) {
        JsonFields f = JsonFields.of(json, "a heartbeat answer");
        var answer =
                new HeartbeatAnswer(
                        HostState.of(f.text("state")),
                        Duration.ofSeconds(f.uint("next_heartbeat_seconds")));
        f.end();
        return answer;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", state.text());
        json.put("next_heartbeat_seconds", next.toSeconds());
        return json;
    }
}
