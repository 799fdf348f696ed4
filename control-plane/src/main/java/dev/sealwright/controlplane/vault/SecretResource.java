package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.declaration.DeclarativeResource;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.Records;
import io.micronaut.http.annotation.Controller;

/** The secrets of an organisation, without their values. */
@Controller("/v1/orgs/{org}/secrets")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR},
        writes = {Role.DEVELOPER, Role.ADMIN})
@Declares(
        one = "Secret",
        many = "Secrets",
        list = "List secrets",
        get = "One secret, without its values",
        put = "Create or replace a secret's description",
        delete = "Remove a secret whose versions were destroyed")
public class SecretResource
        extends DeclarativeResource<SecretDocument, SecretDocument, SecretAnswer> {
    SecretResource(Records records, RecordWriter writer, SealedVersions versions) {
        super(
                records,
                writer,
                SecretDocument.TYPE,
                found -> SecretAnswer.of(found, versions.of(found.org(), found.row()).values()));
    }

    @Override
    protected SecretDocument stored(Membership membership, String name, SecretDocument body) {
        ReservedNames.refuse(name);
        return body;
    }

    @Override
    protected void requireRemovable(Membership membership, String name) {
        ReservedNames.refuse(name);
    }
}
