package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.record.Records;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.Optional;

/**
 * Policy sources: what agents may do. Hosts get them compiled, through the sandbox specs that name
 * them.
 */
@Controller("/v1/orgs/{org}/policies")
@On(Listener.PEOPLE)
public class PolicyResource {
    private final RecordResource<PolicyDocument, PolicyAnswer> resource;

    PolicyResource(Records records, RecordWriter writer) {
        this.resource =
                new RecordResource<>(records, writer, PolicyDocument.TYPE, PolicyAnswer::of);
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listPolicies", summary = "List policies")
    public ListAnswer<PolicyAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getPolicy", summary = "One policy")
    public HttpResponse<PolicyAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "putPolicy", summary = "Create or replace a policy")
    public HttpResponse<PolicyAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid PolicyDocument body,
            HttpRequest<?> request) {
        return resource.put(Place.in(membership.org().tag(), name), body, request);
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "deletePolicy", summary = "Remove a policy")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
