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
import io.micronaut.http.annotation.Controller;

/** Sets of reference values of an organisation. */
@Controller("/v1/orgs/{org}/reference-values")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR},
        writes = Role.ADMIN)
@Declares(
        one = "ReferenceValueSet",
        many = "ReferenceValues",
        list = "List sets of reference values",
        get = "A set of reference values",
        put = "Create or replace a set of reference values",
        delete = "Remove a set of reference values")
public class ReferenceValuesResource
        extends DeclarativeResource<
                ReferenceValuesDocument, ReferenceValuesDocument, ReferenceValuesAnswer> {
    ReferenceValuesResource(Records records, RecordWriter writer) {
        super(records, writer, ReferenceValuesDocument.TYPE, ReferenceValuesAnswer::of);
    }

    @Override
    protected ReferenceValuesDocument stored(
            Membership membership, String name, ReferenceValuesDocument body) {
        return body;
    }
}
