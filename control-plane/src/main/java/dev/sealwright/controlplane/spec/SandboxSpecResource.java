package dev.sealwright.controlplane.spec;

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

/** Sandbox specs: templates that hosts are enrolled for. */
@Controller("/v1/orgs/{org}/sandbox-specs")
@On(Listener.PEOPLE)
@Allow(
        reads = {Role.DEVELOPER, Role.ADMIN, Role.AUDITOR},
        writes = {Role.DEVELOPER, Role.ADMIN})
@Declares(
        one = "SandboxSpec",
        many = "SandboxSpecs",
        list = "List sandbox specs",
        get = "One sandbox spec",
        put = "Create or replace a sandbox spec",
        delete = "Remove a sandbox spec")
public class SandboxSpecResource
        extends DeclarativeResource<SandboxSpecDocument, SandboxSpecDocument, SandboxSpecAnswer> {
    SandboxSpecResource(Records records, RecordWriter writer) {
        super(records, writer, SandboxSpecDocument.TYPE, SandboxSpecAnswer::of);
    }

    @Override
    protected SandboxSpecDocument stored(
            Membership membership, String name, SandboxSpecDocument body) {
        return body;
    }
}
