package dev.sealwright.operator.secret;

import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import picocli.CommandLine.Mixin;

/** What the commands about secrets share. */
abstract class SecretCommand implements Runnable {
    @Mixin final Connections connections = new Connections();
    @Mixin final Organisation organisation = new Organisation();
    @Mixin final OutputOptions output = new OutputOptions();

    final Surroundings surroundings;

    SecretCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    String collection() {
        return organisation.path(connections, surroundings) + "/secrets";
    }

    String item(String name) {
        return collection() + "/" + Paths.segment(name);
    }

    /** Believes a receipt under the pinned root alone. */
    ReceiptVerifier verifier(ServiceClient service) {
        return new ReceiptVerifier(connections.anchors(service, surroundings));
    }
}
