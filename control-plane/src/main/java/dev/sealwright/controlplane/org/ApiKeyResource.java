package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Pepper;
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
 * API keys. Their secrets are made and kept by the caller; the service is given only a hash, and
 * keeps a keyed hash of that.
 */
@Controller("/v1/orgs/{org}/api-keys")
@On(Listener.PEOPLE)
public class ApiKeyResource {
    private final RecordResource<ApiKeyDocument, ApiKeyAnswer> resource;
    private final Pepper pepper;

    ApiKeyResource(Records records, RecordWriter writer, Pepper pepper) {
        this.resource =
                new RecordResource<>(records, writer, ApiKeyDocument.TYPE, ApiKeyAnswer::of);
        this.pepper = pepper;
    }

    @Get
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "listApiKeys", summary = "List API keys")
    public ListAnswer<ApiKeyAnswer> list(
            String org,
            @Parameter(hidden = true) Membership membership,
            @QueryValue Optional<Integer> limit,
            @QueryValue Optional<String> cursor) {
        return resource.list(membership.org().tag(), limit, cursor);
    }

    @Get("/{name}")
    @Allow(roles = {Role.ADMIN, Role.AUDITOR})
    @Operation(operationId = "getApiKey", summary = "One API key")
    public HttpResponse<ApiKeyAnswer> get(
            String org, @Parameter(hidden = true) Membership membership, String name) {
        return resource.get(membership.org().tag(), name);
    }

    @Put("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "putApiKey", summary = "Create or replace an API key")
    public HttpResponse<ApiKeyAnswer> put(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            @Body @Valid ApiKeyBody body,
            HttpRequest<?> request) {
        PlatformOrg.requirePlatform(membership);
        return resource.put(Place.in(membership.org().tag(), name), body.stored(pepper), request);
    }

    @Delete("/{name}")
    @Allow(roles = Role.ADMIN)
    @Operation(operationId = "deleteApiKey", summary = "Remove an API key")
    public HttpResponse<Void> delete(
            String org,
            @Parameter(hidden = true) Membership membership,
            String name,
            HttpRequest<?> request) {
        PlatformOrg.requirePlatform(membership);
        return resource.delete(Place.in(membership.org().tag(), name), request);
    }
}
