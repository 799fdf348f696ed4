package dev.sealwright.controlplane.host;

import dev.sealwright.protocol.sync.HeartbeatAnswer;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** The service's answer to a heartbeat, in the form of {@link HeartbeatAnswer}. */
@Serdeable
@Schema(name = "HeartbeatAnswer")
public record HeartbeatReply(String state, long nextHeartbeatSeconds) {
    static HeartbeatReply of(HeartbeatAnswer answer) {
        return new HeartbeatReply(answer.state().text(), answer.next().toSeconds());
    }
}
