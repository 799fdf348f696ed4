package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.approval.AwaitsApproval;
import dev.sealwright.controlplane.bootstrap.Bootstraps.Minting;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.spec.SandboxSpecDocument;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Ed25519;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Bootstraps of an organisation. */
@Controller("/v1/orgs/{org}/bootstraps")
@On(Listener.PEOPLE)
public class BootstrapResource {
    private static final String LOG = "/log/";

    private final Bootstraps bootstraps;
    private final Records records;
    private final String authority;

    BootstrapResource(Bootstraps bootstraps, Records records, VerifiedAnchors anchors) {
        this.bootstraps = bootstraps;
        this.records = records;
        this.authority = anchors.origin().substring(0, anchors.origin().indexOf(LOG));
    }

    @Post
    @Status(HttpStatus.CREATED)
    @ApiResponse(
            responseCode = "201",
            description = "Minted.",
            content = @Content(schema = @Schema(implementation = BootstrapAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "It had been minted before.",
            content = @Content(schema = @Schema(implementation = BootstrapAnswer.class)))
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @AwaitsApproval
    @Operation(operationId = "mintBootstrap", summary = "Mint the right to enrol one host")
    public HttpResponse<BootstrapAnswer> mint(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @Body @Valid MintBody body) {
        Bytes tag = membership.org().tag();
        Versioned<SandboxSpecDocument> spec =
                records.find(SandboxSpecDocument.TYPE, tag, body.sandboxSpec())
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "/sandbox_spec",
                                                "there is no sandbox spec of that name"));
        Minting minting =
                bootstraps.mint(
                        new Bootstraps.Order(
                                tag,
                                spec.row(),
                                spec.name(),
                                publicKey(body.publicKey()),
                                Duration.ofSeconds(body.ttl()),
                                caller.user()));
        return switch (minting) {
            case Minting.Minted minted -> answer(minted);
            case Minting.Awaiting(UUID approval) ->
                    throw ProblemException.awaitingApproval(
                            "/v1/orgs/" + org + "/approvals/" + approval);
        };
    }

    private HttpResponse<BootstrapAnswer> answer(Minting.Minted minted) {
        BootstrapAnswer answer =
                BootstrapAnswer.of(
                        minted.bootstrap(),
                        bootstraps.state(minted.bootstrap()),
                        minted.released(),
                        authority);
        MutableHttpResponse<BootstrapAnswer> response =
                minted.created() ? HttpResponse.created(answer) : HttpResponse.ok(answer);
        return response.header(
                RecordResource.RECEIPT_HEADER, RecordResource.receipt(minted.released()));
    }

    private static Bytes publicKey(String text) {
        try {
            return Bytes.fromBase64Url(text).requireSize(Ed25519.KEY_SIZE, "public_key");
        } catch (MalformedException e) {
            throw ProblemException.invalid(
                    "/public_key", "not base64url of a raw Ed25519 public key");
        }
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listBootstraps",
            summary = "List bootstraps, issued, burned and expired")
    public ListAnswer<BootstrapSummary> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(description = "`issued`, `burned` or `expired`") @QueryValue
                    Optional<String> state,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        int size = ListAnswer.size(limit);
        List<Bootstrap> found =
                bootstraps.page(
                        membership.org().tag(),
                        state.map(BootstrapState::of),
                        cursor.map(ListAnswer::row),
                        size + 1);
        return ListAnswer.of(
                found,
                size,
                each -> BootstrapSummary.of(each, bootstraps.state(each)),
                last -> last.row().toString());
    }

    @Get("/{id}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "getBootstrap",
            summary = "One bootstrap, with the receipt of its leaf")
    public BootstrapAnswer get(
            String org, @Parameter(hidden = true) Membership membership, String id) {
        Bootstrap found =
                bootstraps
                        .find(membership.org().tag(), parsed(id))
                        .orElseThrow(ProblemException::notFound);
        return BootstrapAnswer.of(
                found, bootstraps.state(found), bootstraps.leaf(found), authority);
    }

    private static BootstrapId parsed(String id) {
        try {
            return BootstrapId.parse(id);
        } catch (MalformedException e) {
            throw ProblemException.notFound();
        }
    }
}
