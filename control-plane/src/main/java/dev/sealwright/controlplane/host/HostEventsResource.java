package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;

/** Events that hosts kept until the service could take them. */
@Controller("/v1/host-events")
@On(Listener.HOSTS)
public class HostEventsResource {
    private final HostEvents events;

    HostEventsResource(HostEvents events) {
        this.events = events;
    }

    @Post
    @Status(HttpStatus.OK)
    @Allow(Allow.Door.HOST)
    @Operation(
            operationId = "reportHostEvents",
            summary =
                    "Report what the host noticed; answered once it is in the signed log, and again"
                            + " the same if it was there already")
    public HostEventsReply report(
            @Parameter(hidden = true) HostCaller caller, @Body @Valid HostEventsBody body) {
        if (!body.isInOrder()) {
            throw ProblemException.invalid("/events", "the numbers of events grow");
        }
        return new HostEventsReply(events.take(caller.identity(), body.events()));
    }
}
