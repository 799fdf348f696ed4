package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Once;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands about one key of an organisation share. */
abstract class KeyCommand implements Runnable {
    @Mixin final Connections connections = new Connections();
    @Mixin final Organisation organisation = new Organisation();
    @Mixin final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "Of the key.")
    String name = "";

    final Surroundings surroundings;

    KeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    String item() {
        return organisation.path(connections, surroundings) + "/keys/" + Paths.segment(name);
    }

    /** A POST that may be sent again and acts once. */
    Fields postOnce(ServiceClient service, Request request) {
        return service.send(Once.of(request, surroundings)).json();
    }

    /** Shows a key as the service answered it, after a line of what became of it. */
    void done(Fields key, String line) {
        output.result(key.node(), line);
    }
}
