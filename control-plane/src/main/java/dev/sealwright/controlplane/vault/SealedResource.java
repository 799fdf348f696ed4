package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.vault.Secrets.Intact;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.SecretContent;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sealed forms of secrets, for backups: without the HSM or the recovery key they are noise. */
@Controller("/v1/orgs/{org}/secrets/{name}/versions/{version}")
@On(Listener.PEOPLE)
public class SealedResource {
    private final Secrets secrets;
    private final ContentStore contents;
    private final Log log;

    SealedResource(Secrets secrets, ContentStore contents, Log log) {
        this.secrets = secrets;
        this.contents = contents;
        this.log = log;
    }

    @Get("/sealed")
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(operationId = "getSealedSecret", summary = "A version in its sealed form")
    @ApiResponse(
            responseCode = "200",
            description =
                    "As it stands; as bytes, the encrypted chunks of a large value, one after the other.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SealedAnswer.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
    public HttpResponse<?> sealed(
            String org,
            @Parameter(hidden = true) Membership membership,
            HttpRequest<?> request,
            String name,
            String version) {
        Intact readable = readable(membership, name, version);
        if (StreamedAnswer.isWanted(request)) {
            SecretContent content =
                    readable.sealed().content().orElseThrow(ProblemException::notFound);
            return StreamedAnswer.of(
                    content.sealedSize(),
                    new SealedChunks(contents, readable.leafId(), content.chunks()));
        }
        return HttpResponse.ok(
                SealedAnswer.of(
                        readable,
                        content(readable),
                        log.at(readable.version().index()).orElseThrow(Secrets::damaged)));
    }

    /** The encrypted chunks of a value that is large, but not too large for JSON. */
    private Optional<Bytes> content(Intact readable) {
        return readable.sealed()
                .content()
                .filter(content -> StreamedAnswer.fitsJson(content.size()))
                .map(
                        content ->
                                Bytes.concat(
                                        IntStream.range(0, content.chunks())
                                                .mapToObj(n -> contents.read(readable.leafId(), n))
                                                .toArray(Bytes[]::new)));
    }

    private Intact readable(Membership membership, String name, String version) {
        long number = VersionNumber.parse(version).orElseThrow(ProblemException::notFound);
        return secrets.read(secrets.require(secrets.require(membership.org().tag(), name), number));
    }
}
