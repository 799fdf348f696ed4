package dev.sealwright.controlplane.vault;

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

/** The secrets of an organisation, without their values. */
@Controller("/v1/orgs/{org}/secrets")
@On(Listener.PEOPLE)
public class SecretResource {
    private final RecordResource<SecretDocument, SecretAnswer> resource;

    SecretResource(Records records, RecordWriter writer, SealedVersions versions) {
        this.resource =
                new RecordResource<>(
                        records,
                        writer,
                        SecretDocument.TYPE,
                        found ->
                                SecretAnswer.of(
                                        found, versions.of(found.org(), found.row()).values()));
    }

    @Get
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listSecrets", summary = "List secrets")
    public ListAnswer<SecretAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getSecret", summary = "One secret, without its values")
    public HttpResponse<SecretAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(operationId = "putSecret", summary = "Create or replace a secret's description")
    public HttpResponse<SecretAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid SecretDocument body,
            HttpRequest<?> request) {
        ReservedNames.refuse(name);
        return resource.put(Place.in(membership.org().tag(), name), body, request);
    }

    @Delete("/{name}")
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "deleteSecret",
            summary = "Remove a secret whose versions were destroyed")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        ReservedNames.refuse(name);
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
