package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.declaration.DeclarativeResource;
import dev.sealwright.controlplane.declaration.Declares;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.ResourceName;
import io.micronaut.http.annotation.Controller;

/**
 * Policy sources: what agents may do. Hosts get them compiled, through the sandbox specs that name
 * them.
 */
@Controller("/v1/orgs/{org}/policies")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "Policy",
        many = "Policies",
        list = "List policies",
        get = "One policy",
        put = "Create or replace a policy",
        delete = "Remove a policy")
public class PolicyResource
        extends DeclarativeResource<PolicyDocument, PolicyDocument, PolicyAnswer> {
    PolicyResource(Records records, RecordWriter writer, PolicyDrafts drafts) {
        super(
                records,
                writer,
                PolicyDocument.TYPE,
                found -> PolicyAnswer.of(found, drafts.awaited(found)));
    }

    @Override
    protected PolicyDocument stored(Membership membership, String name, PolicyDocument body) {
        Compilation.requireDeliverable(ResourceName.require(name, "name"), body);
        return body;
    }
}
