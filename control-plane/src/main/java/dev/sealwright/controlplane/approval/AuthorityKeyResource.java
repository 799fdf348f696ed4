package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.ResourceName;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.AuthorityHistory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;

/**
 * The authority keys of an organisation. They stand in the log by leaves of their own, not as
 * records: the key service reads them there and holds the organisation's leaves against them.
 */
@Controller("/v1/orgs/{org}/authority-keys")
@On(Listener.PEOPLE)
public class AuthorityKeyResource {
    private static final int ETAG_BYTES = 16;

    private final KeyChanges keys;

    AuthorityKeyResource(KeyChanges keys) {
        this.keys = keys;
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listAuthorityKeys", summary = "List authority keys by name")
    public ListAnswer<AuthorityKeyAnswer> list(
            String org, @Parameter(hidden = true) Membership membership) {
        return new ListAnswer<>(
                keys.all(membership.org().tag()).entrySet().stream()
                        .map(each -> AuthorityKeyAnswer.of(each.getKey(), each.getValue()))
                        .toList(),
                null);
    }

    @Get("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getAuthorityKey", summary = "One authority key")
    public HttpResponse<AuthorityKeyAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        AuthorityHistory.Key found =
                keys.find(membership.org().tag(), name).orElseThrow(ProblemException::notFound);
        return shown(HttpResponse.ok(), name, found);
    }

    @Put("/{name}")
    @Status(HttpStatus.CREATED)
    @ApiResponse(
            responseCode = "201",
            description = "Registered: the organisation's first key.",
            content = @Content(schema = @Schema(implementation = AuthorityKeyAnswer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "It is registered.",
            content = @Content(schema = @Schema(implementation = AuthorityKeyAnswer.class)))
    @Allow(roles = Role.ADMIN)
    @AwaitsApproval
    @Operation(operationId = "putAuthorityKey", summary = "Register an authority key")
    public HttpResponse<AuthorityKeyAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            String name,
            @Body @Valid AuthorityKeyBody body,
            HttpRequest<?> request) {
        Bytes tag = membership.org().tag();
        Bytes spki = body.spki();
        Optional<AuthorityHistory.Key> before = keys.find(tag, ResourceName.require(name, "name"));
        Precondition.of(request).require(before.map(AuthorityKeyResource::etag));
        if (before.isPresent()) {
            if (!before.get().leaf().spki().equals(spki)) {
                throw ProblemException.conflict(
                        "A name keeps its key. Register the new key under a new name, then remove"
                                + " this one.");
            }
            return shown(HttpResponse.ok(), name, before.get());
        }
        return switch (keys.register(tag, name, spki, caller.user())) {
            case KeyChanges.Outcome.Awaiting(UUID approval) ->
                    throw ProblemException.awaitingApproval(path(org, approval));
            case KeyChanges.Outcome.Done(LeafOutcome.Released leaf) -> {
                AuthorityHistory.Key registered =
                        keys.find(tag, name)
                                .orElseThrow(
                                        () ->
                                                ProblemException.conflict(
                                                        "Another key was first. Send this"
                                                                + " again."));
                yield shown(
                        HttpResponse.<AuthorityKeyAnswer>created(
                                        AuthorityKeyAnswer.of(name, registered))
                                .header(
                                        RecordResource.RECEIPT_HEADER,
                                        RecordResource.receipt(leaf)),
                        name,
                        registered);
            }
        };
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @AwaitsApproval
    @Operation(
            operationId = "deleteAuthorityKey",
            summary = "Remove an authority key, which one of the organisation's keys approves")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            String name,
            HttpRequest<?> request) {
        Bytes tag = membership.org().tag();
        Optional<AuthorityHistory.Key> before = keys.find(tag, ResourceName.require(name, "name"));
        Precondition.of(request).require(before.map(AuthorityKeyResource::etag));
        if (before.isEmpty()) {
            return HttpResponse.noContent();
        }
        return switch (keys.remove(tag, name, before.get(), caller.user())) {
            case KeyChanges.Outcome.Awaiting(UUID approval) ->
                    throw ProblemException.awaitingApproval(path(org, approval));
            case KeyChanges.Outcome.Done(LeafOutcome.Released leaf) ->
                    HttpResponse.<Void>noContent()
                            .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(leaf));
        };
    }

    private static String path(String org, UUID approval) {
        return "/v1/orgs/" + org + "/approvals/" + approval;
    }

    private static HttpResponse<AuthorityKeyAnswer> shown(
            MutableHttpResponse<AuthorityKeyAnswer> answer, String name, AuthorityHistory.Key key) {
        return answer.body(AuthorityKeyAnswer.of(name, key)).header(HttpHeaders.ETAG, etag(key));
    }

    private static String etag(AuthorityHistory.Key key) {
        Bytes digest =
                Sha256.of(key.leaf().row(), Bytes.uint64(key.leaf().version()), key.leaf().spki());
        return '"' + digest.slice(0, ETAG_BYTES).hex() + '"';
    }
}
