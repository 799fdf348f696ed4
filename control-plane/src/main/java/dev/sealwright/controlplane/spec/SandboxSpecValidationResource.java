package dev.sealwright.controlplane.spec;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.ResourceName;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;

/**
 * Tells what would be refused of a sandbox spec, and writes nothing. Whether its policy exists is
 * not asked: the same plan may make it.
 */
@Controller("/v1/validation/sandbox-specs")
@On(Listener.PEOPLE)
public class SandboxSpecValidationResource {
    @Post("/{name}")
    @Allow(Allow.Door.SIGNED_IN)
    @Operation(
            operationId = "validateSandboxSpec",
            summary = "Whether a sandbox spec could be written, as far as it stands for itself")
    @ApiResponse(responseCode = "204", description = "nothing is wrong with it")
    public HttpResponse<Void> validate(String name, @Body @Valid SandboxSpecDocument body) {
        ResourceName.require(name, "name");
        return HttpResponse.noContent();
    }
}
