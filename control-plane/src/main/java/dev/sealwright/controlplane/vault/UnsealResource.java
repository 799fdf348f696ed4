package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.NotKept;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.controlplane.vault.Secrets.Intact;
import dev.sealwright.controlplane.vault.Unsealing.Opened;
import dev.sealwright.protocol.Bytes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The only door through which a value comes out. */
@Controller("/v1/orgs/{org}/secrets/{name}/versions/{version}")
@On(Listener.PEOPLE)
public class UnsealResource {
    private static final String VERSION = "Sealwright-Version";
    private static final String LEAF = "Sealwright-Leaf";
    private static final String PROOF = "Sealwright-Proof";

    /** What fits beside the other headers through whatever stands between; many witnesses sign. */
    private static final int MAX_PROOF = 6 * 1024;

    private final Secrets secrets;
    private final UnsealRight right;
    private final Unsealing unsealing;

    UnsealResource(Secrets secrets, UnsealRight right, Unsealing unsealing) {
        this.secrets = secrets;
        this.right = right;
        this.unsealing = unsealing;
    }

    @Post("/unseal")
    @NotKept
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            operationId = "unsealSecret",
            summary = "Open a version, or the latest; takes a role binding that names the secret")
    @ApiResponse(
            responseCode = "200",
            description = "Opened. As bytes, what JSON says of them is in the headers.",
            headers = {
                @Header(name = VERSION, ref = "#/components/headers/" + VERSION),
                @Header(name = LEAF, ref = "#/components/headers/" + LEAF),
                @Header(name = PROOF, ref = "#/components/headers/" + PROOF)
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UnsealAnswer.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = "string", format = "binary"))
            })
    public HttpResponse<?> unseal(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            HttpRequest<?> request,
            String name,
            String version) {
        boolean streamed = StreamedAnswer.isWanted(request);
        Asked asked = asked(membership, caller, name, version);
        if (!streamed) {
            StreamedAnswer.requireJson(asked.readable().sealed().size());
        }
        Opened opened = unsealing.open(asked.readable(), asked.detail());
        return (streamed ? bytes(opened) : json(opened))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(opened.released()));
    }

    private static MutableHttpResponse<?> json(Opened opened) {
        LeafOutcome.Released released = opened.released();
        return HttpResponse.ok(
                new UnsealAnswer(
                        opened.number(),
                        text(opened),
                        released.leaf().base64Url(),
                        released.receipt().text(),
                        released.index()));
    }

    private static MutableHttpResponse<?> bytes(Opened opened) {
        LeafOutcome.Released released = opened.released();
        MutableHttpResponse<?> answer = StreamedAnswer.of(opened.size(), opened.value());
        String proof = Bytes.utf8(released.receipt().text()).base64Url();
        if (proof.length() <= MAX_PROOF) {
            answer.header(PROOF, proof);
        }
        return answer.header(VERSION, Long.toString(opened.number()))
                .header(LEAF, released.leaf().base64Url());
    }

    /** What may be opened, and who asked, as the leaf will name him. */
    private record Asked(Intact readable, Bytes detail) {}

    private Asked asked(Membership membership, ApiKeyCaller caller, String name, String version) {
        ReservedNames.hide(ResourceName.require(name, "name"));
        Optional<Long> number = VersionNumber.parse(version);
        if (number.isEmpty() && !version.equals(VersionNumber.LATEST)) {
            throw ProblemException.notFound();
        }
        Bytes detail = right.require(caller, membership.org(), name, version);
        Secret secret = secrets.require(membership.org().tag(), name);
        SealedVersion found =
                number.map(given -> secrets.require(secret, given))
                        .or(() -> secrets.latest(secret))
                        .orElseThrow(ProblemException::notFound);
        return new Asked(secrets.read(found), detail);
    }

    private static String text(Opened opened) {
        try (var value = opened.value()) {
            byte[] bytes = value.readAllBytes();
            try {
                return Bytes.of(bytes).base64Url();
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException e) {
            throw Secrets.damaged();
        }
    }
}
