package dev.sealwright.controlplane.attest;

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

/** Sets of reference values of an organisation. */
@Controller("/v1/orgs/{org}/reference-values")
@On(Listener.PEOPLE)
public class ReferenceValuesResource {
    private final RecordResource<ReferenceValuesDocument, ReferenceValuesAnswer> resource;

    ReferenceValuesResource(Records records, RecordWriter writer) {
        this.resource =
                new RecordResource<>(
                        records, writer, ReferenceValuesDocument.TYPE, ReferenceValuesAnswer::of);
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listReferenceValues", summary = "List sets of reference values")
    public ListAnswer<ReferenceValuesAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getReferenceValueSet", summary = "A set of reference values")
    public HttpResponse<ReferenceValuesAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "putReferenceValueSet",
            summary = "Create or replace a set of reference values")
    public HttpResponse<ReferenceValuesAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid ReferenceValuesDocument body,
            HttpRequest<?> request) {
        return resource.put(Place.in(membership.org().tag(), name), body, request);
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(
            operationId = "deleteReferenceValueSet",
            summary = "Remove a set of reference values")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
