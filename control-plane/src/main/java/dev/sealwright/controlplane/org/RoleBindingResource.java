package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.RoleBindingDocument;
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

/** Which user has which role in an organisation. */
@Controller("/v1/orgs/{org}/role-bindings")
@On(Listener.PEOPLE)
public class RoleBindingResource {
    private final RecordResource<RoleBindingDocument, RoleBindingAnswer> resource;

    RoleBindingResource(Records records, RecordWriter writer) {
        this.resource =
                new RecordResource<>(
                        records, writer, RoleBindingDocument.TYPE, RoleBindingAnswer::of);
    }

    @Get
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listRoleBindings", summary = "List role bindings")
    public ListAnswer<RoleBindingAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getRoleBinding", summary = "One role binding")
    public HttpResponse<RoleBindingAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "putRoleBinding", summary = "Create or replace a role binding")
    public HttpResponse<RoleBindingAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid RoleBindingDocument body,
            HttpRequest<?> request) {
        PlatformOrg.requirePlatform(membership);
        PlatformOrg.requireBindable(membership, body.role());
        return resource.put(Place.in(membership.org().tag(), name), body, request);
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "deleteRoleBinding", summary = "Remove a role binding")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        PlatformOrg.requirePlatform(membership);
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
