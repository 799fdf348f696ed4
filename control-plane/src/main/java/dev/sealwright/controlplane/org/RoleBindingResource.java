package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.RoleBindingDocument;
import dev.sealwright.controlplane.declaration.DeclarativeResource;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.Records;
import io.micronaut.http.annotation.Controller;

/** Which user has which role in an organisation. */
@Controller("/v1/orgs/{org}/role-bindings")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "RoleBinding",
        many = "RoleBindings",
        list = "List role bindings",
        get = "One role binding",
        put = "Create or replace a role binding",
        delete = "Remove a role binding")
public class RoleBindingResource
        extends DeclarativeResource<RoleBindingDocument, RoleBindingDocument, RoleBindingAnswer> {
    RoleBindingResource(Records records, RecordWriter writer) {
        super(records, writer, RoleBindingDocument.TYPE, RoleBindingAnswer::of);
    }

    @Override
    protected RoleBindingDocument stored(
            Membership membership, String name, RoleBindingDocument body) {
        PlatformOrg.requirePlatform(membership);
        PlatformOrg.requireBindable(membership, body.role());
        return body;
    }

    @Override
    protected void requireRemovable(Membership membership, String name) {
        PlatformOrg.requirePlatform(membership);
    }
}
