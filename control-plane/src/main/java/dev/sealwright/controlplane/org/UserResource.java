package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.access.UserDocument;
import dev.sealwright.controlplane.declaration.DeclarativeResource;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.Records;
import io.micronaut.http.annotation.Controller;

/** The users of an organisation. */
@Controller("/v1/orgs/{org}/users")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "User",
        many = "Users",
        list = "List users",
        get = "One user",
        put = "Create or replace a user",
        delete = "Remove a user")
public class UserResource extends DeclarativeResource<UserDocument, UserDocument, UserAnswer> {
    UserResource(Records records, RecordWriter writer) {
        super(records, writer, UserDocument.TYPE, UserAnswer::of);
    }

    @Override
    protected UserDocument stored(Membership membership, String name, UserDocument body) {
        PlatformOrg.requirePlatform(membership);
        return body;
    }

    @Override
    protected void requireRemovable(Membership membership, String name) {
        PlatformOrg.requirePlatform(membership);
    }
}
