package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.host.CertificateBody;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;

/**
 * The two steps of an enrolment. The host has no identity yet: what it proves is in the messages.
 */
@Controller("/v1/enrolments")
@On(Listener.HOSTS)
public class EnrolmentResource {
    private final Enrolments enrolments;

    EnrolmentResource(Enrolments enrolments) {
        this.enrolments = enrolments;
    }

    @Post
    @Status(HttpStatus.OK)
    @ApiResponse(responseCode = "410", description = "It was used, or its time is over.")
    @Allow(Allow.Door.ANYONE)
    @Operation(
            operationId = "challengeEnrolment",
            summary = "Ask for what a host checks before it enrols")
    public ChallengeAnswer challenge(@Body @Valid ChallengeBody body) {
        return ChallengeAnswer.of(enrolments.challenge(parsed(body.id())));
    }

    @Post("/{id}")
    @Status(HttpStatus.CREATED)
    @ApiResponse(responseCode = "403", description = "A proof does not hold.")
    @ApiResponse(responseCode = "410", description = "It was used, or its time is over.")
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "enrol", summary = "Redeem a bootstrap for a certificate")
    public HttpResponse<CertificateBody> enrol(String id, @Body @Valid EnrolmentBody body) {
        return HttpResponse.created(enrolments.enrol(parsed(id), body.request()));
    }

    private static BootstrapId parsed(String id) {
        try {
            return BootstrapId.parse(id);
        } catch (MalformedException e) {
            throw ProblemException.notFound();
        }
    }
}
