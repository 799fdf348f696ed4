package dev.sealwright.controlplane.attest;

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

/** Appraisal policies of an organisation. */
@Controller("/v1/orgs/{org}/appraisal-policies")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "AppraisalPolicy",
        many = "AppraisalPolicies",
        list = "List appraisal policies",
        get = "An appraisal policy",
        put = "Create or replace an appraisal policy",
        delete = "Remove an appraisal policy")
public class AppraisalPolicyResource
        extends DeclarativeResource<
                AppraisalPolicyDocument, AppraisalPolicyDocument, AppraisalPolicyAnswer> {
    private final PolicyReader policies;

    AppraisalPolicyResource(Records records, RecordWriter writer, PolicyReader policies) {
        super(records, writer, AppraisalPolicyDocument.TYPE, AppraisalPolicyAnswer::of);
        this.policies = policies;
    }

    @Override
    protected AppraisalPolicyDocument stored(
            Membership membership, String name, AppraisalPolicyDocument body) {
        policies.read(ResourceName.require(name, "name"), body);
        return body;
    }
}
