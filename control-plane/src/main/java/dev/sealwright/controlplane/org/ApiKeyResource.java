package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Pepper;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.declaration.DeclarativeResource;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.Records;
import io.micronaut.http.annotation.Controller;

/**
 * API keys. Their secrets are made and kept by the caller; the service is given only a hash, and
 * keeps a keyed hash of that.
 */
@Controller("/v1/orgs/{org}/api-keys")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "ApiKey",
        many = "ApiKeys",
        list = "List API keys",
        get = "One API key",
        put = "Create or replace an API key",
        delete = "Remove an API key")
public class ApiKeyResource extends DeclarativeResource<ApiKeyBody, ApiKeyDocument, ApiKeyAnswer> {
    private final Pepper pepper;

    ApiKeyResource(Records records, RecordWriter writer, Pepper pepper) {
        super(records, writer, ApiKeyDocument.TYPE, ApiKeyAnswer::of);
        this.pepper = pepper;
    }

    @Override
    protected ApiKeyDocument stored(Membership membership, String name, ApiKeyBody body) {
        PlatformOrg.requirePlatform(membership);
        return body.stored(pepper);
    }

    @Override
    protected void requireRemovable(Membership membership, String name) {
        PlatformOrg.requirePlatform(membership);
    }
}
