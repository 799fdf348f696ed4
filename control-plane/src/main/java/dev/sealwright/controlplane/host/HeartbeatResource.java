package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.protocol.sync.HeartbeatAnswer;
import dev.sealwright.protocol.sync.HostState;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.JsonMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Heartbeats of hosts. */
@Controller("/v1/heartbeats")
@On(Listener.HOSTS)
public class HeartbeatResource {
    private static final Duration NEXT = Duration.ofMinutes(1);

    private final Heartbeats heartbeats;
    private final JsonMapper json;

    HeartbeatResource(Heartbeats heartbeats, JsonMapper json) {
        this.heartbeats = heartbeats;
        this.json = json;
    }

    @Post
    @Status(HttpStatus.OK)
    @Allow(Allow.Door.HOST)
    @Operation(
            operationId = "heartbeat",
            summary = "Say that the host is there; the first time activates it")
    public HeartbeatReply heartbeat(
            @Parameter(hidden = true) HostCaller caller, @Body @Valid HeartbeatBody body) {
        heartbeats.take(
                caller.identity(),
                Optional.ofNullable(body.policyVersion()),
                Optional.ofNullable(body.agent()).map(this::text));
        return HeartbeatReply.of(new HeartbeatAnswer(HostState.ACTIVE, NEXT));
    }

    private String text(Map<String, String> agent) {
        try {
            return json.writeValueAsString(Argument.mapOf(String.class, String.class), agent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
