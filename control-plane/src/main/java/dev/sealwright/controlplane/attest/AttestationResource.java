package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordResource;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;

/** Evidence in, verdict out. */
@Controller("/v1/attestation/verify")
@On(Listener.PEOPLE)
public class AttestationResource {
    private final Appraisals appraisals;

    AttestationResource(Appraisals appraisals) {
        this.appraisals = appraisals;
    }

    @Post
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "verifyEvidence",
            summary = "Appraise evidence; the result is signed and in the log")
    public HttpResponse<VerifyAnswer> verify(
            @QueryValue String org,
            @Parameter(hidden = true) Membership membership,
            @Body @Valid VerifyBody body) {
        Appraised appraised = appraisals.appraise(membership.org().tag(), body);
        return HttpResponse.ok(appraised.answer())
                .header(
                        RecordResource.RECEIPT_HEADER,
                        RecordResource.receipt(appraised.released()));
    }
}
