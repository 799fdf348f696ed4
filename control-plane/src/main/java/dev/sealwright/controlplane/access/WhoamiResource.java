package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Tells a caller who he is. */
@Controller("/v1/whoami")
@On(Listener.PEOPLE)
public class WhoamiResource {
    private final Memberships memberships;

    WhoamiResource(Memberships memberships) {
        this.memberships = memberships;
    }

    @Get
    @Allow(Allow.Door.SIGNED_IN)
    @Operation(operationId = "whoami", summary = "Who the credential belongs to")
    public Whoami whoami(@Parameter(hidden = true) ApiKeyCaller caller) {
        List<Role> roles = memberships.of(caller, caller.org()).roles().stream().sorted().toList();
        return new Whoami(caller.org().name(), caller.user(), caller.key(), roles);
    }

    /**
     * A caller.
     *
     * @param apiKey name of the API key that was used
     */
    @Serdeable
    @Schema(name = "Whoami")
    public record Whoami(String org, String user, String apiKey, List<Role> roles) {}
}
