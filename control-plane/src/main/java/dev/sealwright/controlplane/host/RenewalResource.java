package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.HostCaller;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;

/** Renewal of host certificates. */
@Controller("/v1/renewals")
@On(Listener.HOSTS)
public class RenewalResource {
    private final Renewals renewals;

    RenewalResource(Renewals renewals) {
        this.renewals = renewals;
    }

    @Post
    @Status(HttpStatus.CREATED)
    @Allow(Allow.Door.HOST)
    @Operation(
            operationId = "renewCertificate",
            summary = "Get the next certificate, for the same host")
    public HttpResponse<CertificateBody> renew(
            @Parameter(hidden = true) HostCaller caller, @Body @Valid RenewalBody body) {
        return HttpResponse.created(renewals.renew(caller.identity(), body.request()));
    }
}
