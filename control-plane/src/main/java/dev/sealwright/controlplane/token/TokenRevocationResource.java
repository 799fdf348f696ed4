package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.JsonMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The end of capability tokens, and the list of those that ended so. */
@Controller("/v1/orgs/{org}/capability-tokens")
@On(Listener.PEOPLE)
public class TokenRevocationResource {
    private static final int BLOCK_SIZE = 32;

    private final CapabilityTokens tokens;
    private final Revoking revoking;
    private final RevocationLists lists;
    private final JsonMapper json;

    TokenRevocationResource(
            CapabilityTokens tokens, Revoking revoking, RevocationLists lists, JsonMapper json) {
        this.tokens = tokens;
        this.revoking = revoking;
        this.lists = lists;
        this.json = json;
    }

    @Post("/{token_id}/revocation")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "revokeCapabilityToken",
            summary = "End a token, or one block and what follows it, for good")
    public HttpResponse<TokenRevocationAnswer> revoke(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @PathVariable("token_id") UUID tokenId,
            @Body @Valid TokenRevocationBody body) {
        IssuedToken token = tokens.require(membership.org().tag(), tokenId);
        Optional<Bytes> block =
                Optional.ofNullable(body.block()).map(TokenRevocationResource::block);
        LeafOutcome.Released released =
                revoking.revoke(token, block, detail(caller, body.reason()));
        return HttpResponse.ok(
                        new TokenRevocationAnswer(
                                token.id(),
                                block.map(Bytes::base64Url).orElse(null),
                                released.leaf().base64Url(),
                                released.receipt().text(),
                                released.index()))
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(released));
    }

    private static Bytes block(String text) {
        try {
            return Bytes.fromBase64Url(text).requireSize(BLOCK_SIZE, "block");
        } catch (MalformedException e) {
            throw ProblemException.invalid("/block", "not base64url of the id of a block");
        }
    }

    private Bytes detail(ApiKeyCaller caller, String reason) {
        Map<String, String> members =
                Map.of("by", caller.user(), "org", caller.org().name(), "reason", reason);
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Get("/revocations")
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listTokenRevocations",
            summary = "The list of revocations that verifiers check offline")
    public RevocationListAnswer revocations(
            String org, @Parameter(hidden = true) Membership membership) {
        return RevocationListAnswer.of(lists.current(membership.org().tag()).document());
    }
}
