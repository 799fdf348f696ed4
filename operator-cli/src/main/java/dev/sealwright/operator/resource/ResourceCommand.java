package dev.sealwright.operator.resource;

import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import picocli.CommandLine.Mixin;

/** What the four verbs of every declarative resource share. */
abstract class ResourceCommand implements Runnable {
    @Mixin final Connections connections = new Connections();
    @Mixin final Organisation organisation = new Organisation();
    @Mixin final OutputOptions output = new OutputOptions();

    final ResourceKind kind;
    final Surroundings surroundings;

    ResourceCommand(ResourceKind kind, Surroundings surroundings) {
        this.kind = kind;
        this.surroundings = surroundings;
    }

    /** The collection. */
    String collection() {
        return kind == ResourceKind.ORGS
                ? "/v1/orgs"
                : organisation.path(connections, surroundings) + kind.path();
    }

    String item(String name) {
        return collection() + "/" + Paths.segment(name);
    }
}
