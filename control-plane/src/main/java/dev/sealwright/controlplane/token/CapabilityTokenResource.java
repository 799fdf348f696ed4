package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The capability tokens of an organisation: issued and shown. */
@Controller("/v1/orgs/{org}/capability-tokens")
@On(Listener.PEOPLE)
public class CapabilityTokenResource {
    private final CapabilityTokens tokens;
    private final IssueRight right;
    private final Revoking revoking;
    private final InstantSource clock;

    CapabilityTokenResource(
            CapabilityTokens tokens, IssueRight right, Revoking revoking, InstantSource clock) {
        this.tokens = tokens;
        this.right = right;
        this.revoking = revoking;
        this.clock = clock;
    }

    @Post
    @Status(HttpStatus.CREATED)
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "issueCapabilityToken",
            summary = "Issue a token that its holder may narrow and hand on")
    public HttpResponse<TokenAnswer> issue(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @Parameter(hidden = true) ActId act,
            @Body @Valid IssueBody body) {
        CapabilityTokens.Released issued =
                tokens.issue(right.order(membership, caller.user(), body), act);
        return HttpResponse.created(TokenAnswer.of(issued, state(issued.token())))
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(issued.leaf()));
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "listCapabilityTokens",
            summary = "List tokens in the order they were issued")
    public ListAnswer<TokenSummary> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<UUID> cursor) {
        int size = ListAnswer.size(limit);
        Bytes tag = membership.org().tag();
        return ListAnswer.of(
                tokens.page(tag, cursor, size + 1),
                size,
                each -> TokenSummary.of(each, state(each)),
                last -> last.id().toString());
    }

    @Get("/{token_id}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "getCapabilityToken",
            summary = "One token, with a receipt under the newest checkpoint")
    public TokenAnswer get(
            String org,
            @Parameter(hidden = true) Membership membership,
            @PathVariable("token_id") UUID tokenId) {
        IssuedToken found = tokens.require(membership.org().tag(), tokenId);
        return TokenAnswer.of(tokens.released(found), state(found));
    }

    private String state(IssuedToken token) {
        return token.state(
                revoking.isRevoked(token.org(), token.idBytes(), List.of()), clock.instant());
    }
}
