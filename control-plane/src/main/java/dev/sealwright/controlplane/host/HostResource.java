package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Caller.ApiKeyCaller;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.protocol.Bytes;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
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

/** The hosts of an organisation, for people. */
@Controller("/v1/orgs/{org}/hosts")
@On(Listener.PEOPLE)
public class HostResource {
    private final Hosts hosts;
    private final Revoking revoking;
    private final JsonMapper json;

    HostResource(Hosts hosts, Revoking revoking, JsonMapper json) {
        this.hosts = hosts;
        this.revoking = revoking;
        this.json = json;
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listHosts", summary = "List hosts in the order they enrolled")
    public ListAnswer<HostAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<UUID> cursor) {
        int size = ListAnswer.size(limit);
        return ListAnswer.of(
                hosts.page(membership.org().tag(), cursor, size + 1),
                size,
                each -> HostAnswer.of(each, hosts.state(each)),
                last -> last.sandbox().toString());
    }

    @Get("/{sandbox_id}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getHost", summary = "One host")
    public HostAnswer get(
            String org,
            @Parameter(hidden = true) Membership membership,
            @PathVariable("sandbox_id") UUID sandboxId) {
        Host host = found(membership, sandboxId);
        return HostAnswer.of(host, hosts.state(host));
    }

    @Post("/{sandbox_id}/revocation")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.ADMIN})
    @Operation(operationId = "revokeHost", summary = "End a host's rights at once and for good")
    public HttpResponse<RevocationAnswer> revoke(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @PathVariable("sandbox_id") UUID sandboxId,
            @Body @Valid RevocationBody body) {
        Host host = found(membership, sandboxId);
        LeafOutcome.Released released =
                revoking.revoke(host, caller.user(), document(said(caller, body)));
        return answer(host, "revoked", released);
    }

    @Post("/{sandbox_id}/release")
    @Status(HttpStatus.OK)
    @Allow(roles = {Role.ADMIN})
    @Operation(
            operationId = "releaseHost",
            summary =
                    "Say of a host in quarantine after a new epoch of the log that it was not"
                            + " revoked")
    public HttpResponse<RevocationAnswer> release(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Parameter(hidden = true) ApiKeyCaller caller,
            @PathVariable("sandbox_id") UUID sandboxId,
            @Body @Valid RevocationBody body) {
        Host host = found(membership, sandboxId);
        if (host.revokedAt().isPresent() || host.quarantinedAt().isPresent()) {
            throw ProblemException.conflict(
                    "This host is "
                            + hosts.state(host)
                            + " for a reason that no epoch gave; enrol it again.");
        }
        LeafOutcome.Released released =
                revoking.release(host, document(said(caller, body)))
                        .orElseThrow(
                                () ->
                                        ProblemException.conflict(
                                                "No epoch put this host into quarantine."));
        return answer(host, hosts.state(host), released);
    }

    private static HttpResponse<RevocationAnswer> answer(
            Host host, String state, LeafOutcome.Released released) {
        return HttpResponse.ok(
                        new RevocationAnswer(
                                host.sandbox(),
                                state,
                                released.leaf().base64Url(),
                                released.receipt().text(),
                                released.index()))
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(released));
    }

    private static Map<String, String> said(ApiKeyCaller caller, RevocationBody body) {
        return Map.of("by", caller.user(), "org", caller.org().name(), "reason", body.reason());
    }

    private Host found(Membership membership, UUID sandbox) {
        return hosts.find(membership.org().tag(), sandbox).orElseThrow(ProblemException::notFound);
    }

    private Bytes document(Map<String, String> members) {
        try {
            return Bytes.of(
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), members));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
