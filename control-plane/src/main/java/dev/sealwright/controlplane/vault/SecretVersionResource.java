package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.idempotency.ContentDigest;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.validation.Valid;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The versions of a secret: added and destroyed here, shown without their values. */
@Controller("/v1/orgs/{org}/secrets/{name}")
@On(Listener.PEOPLE)
public class SecretVersionResource {
    private final Secrets secrets;
    private final Sealing sealing;
    private final Shredding shredding;

    SecretVersionResource(Secrets secrets, Sealing sealing, Shredding shredding) {
        this.secrets = secrets;
        this.sealing = sealing;
        this.shredding = shredding;
    }

    @Post("/versions")
    @Status(HttpStatus.CREATED)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(operationId = "addSecretVersion", summary = "Seal a value as the next version")
    @Parameter(
            name = ContentDigest.HEADER,
            in = ParameterIn.HEADER,
            description =
                    "Of a body of bytes, `sha-256=:<base64>:` (RFC 9530). The body is held to it; under an"
                            + " Idempotency-Key it is needed, and stands for the body")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SecretValueBody.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
    public HttpResponse<SecretVersionAnswer> add(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Parameter(hidden = true) ActId act,
            @Body @Valid SecretValueBody body) {
        ReservedNames.refuse(name);
        Secret secret = secrets.require(membership.org().tag(), name);
        return created(sealing.add(secret, act, value(body)));
    }

    static HttpResponse<SecretVersionAnswer> created(Sealing.Added added) {
        return HttpResponse.created(SecretVersionAnswer.of(added))
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(added.released()));
    }

    private static InputStream value(SecretValueBody body) {
        try {
            return Bytes.fromBase64Url(body.value()).stream();
        } catch (MalformedException e) {
            throw ProblemException.invalid("/value", "not base64url without padding");
        }
    }

    @Get("/versions")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listSecretVersions", summary = "List versions, destroyed ones too")
    public ListAnswer<SecretVersionSummary> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        long after = cursor.map(SecretVersionResource::after).orElse(0L);
        List<SealedVersion> rest =
                secrets.versions(secrets.require(membership.org().tag(), name)).stream()
                        .filter(version -> version.number() > after)
                        .limit(size + 1L)
                        .toList();
        return ListAnswer.of(
                rest, size, SecretVersionSummary::of, version -> Long.toString(version.number()));
    }

    private static long after(String cursor) {
        return VersionNumber.parse(cursor)
                .orElseThrow(() -> ProblemException.invalid("cursor", "not a cursor of this list"));
    }

    @Delete("/versions/{version}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "destroySecretVersion",
            summary = "Destroy the ciphertext of a version for ever")
    public HttpResponse<Void> destroy(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            String version) {
        ReservedNames.refuse(name);
        Secret secret = secrets.require(membership.org().tag(), name);
        long number = VersionNumber.parse(version).orElseThrow(ProblemException::notFound);
        MutableHttpResponse<Void> answer = HttpResponse.noContent();
        shredding
                .shred(secrets.require(secret, number))
                .ifPresent(
                        released ->
                                answer.header(
                                        RecordResource.RECEIPT_HEADER,
                                        RecordResource.receipt(released)));
        return answer;
    }
}
