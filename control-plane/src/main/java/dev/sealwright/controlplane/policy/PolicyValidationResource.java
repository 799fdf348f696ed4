package dev.sealwright.controlplane.policy;

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
 * Tells what would be refused of a policy, and writes nothing. It stands outside organisations, so
 * that a plan which makes the organisation too can be checked.
 */
@Controller("/v1/validation/policies")
@On(Listener.PEOPLE)
public class PolicyValidationResource {
    @Post("/{name}")
    @Allow(Allow.Door.SIGNED_IN)
    @Operation(
            operationId = "validatePolicy",
            summary = "Whether a policy could be written, as far as it stands for itself")
    @ApiResponse(responseCode = "204", description = "nothing is wrong with it")
    public HttpResponse<Void> validate(String name, @Body @Valid PolicyDocument body) {
        Compilation.requireDeliverable(ResourceName.require(name, "name"), body);
        return HttpResponse.noContent();
    }
}
