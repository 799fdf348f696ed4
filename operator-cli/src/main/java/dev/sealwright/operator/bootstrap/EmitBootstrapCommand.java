package dev.sealwright.operator.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.authority.AuthorityKeyOption;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandbox-spec emit-bootstrap}: prints one enrolment URL a host. */
@Command(
        name = "emit-bootstrap",
        description = {
            "Mint enrolment URLs, one per host, and print them.",
            "Each URL is a secret: it enrols one host, once, within its time. It is kept nowhere;"
                    + " hand it over on a channel you trust."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright sandbox-spec emit-bootstrap web",
            "  sealwright sandbox-spec emit-bootstrap web --count 3 --json"
        })
public final class EmitBootstrapCommand implements Runnable {
    private static final int MAX_COUNT = 1000;

    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final Organisation organisation = new Organisation();
    @Mixin private final OutputOptions output = new OutputOptions();
    @Mixin private final AuthorityKeyOption authority = new AuthorityKeyOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The sandbox spec.")
    private String spec = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many URLs (1).")
    private int count = 1;

    @Option(
            names = "--ttl-seconds",
            paramLabel = "S",
            description = "How long a URL may be used, up to 3600. Default: the service's.")
    private @Nullable Long ttlSeconds;

    public EmitBootstrapCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if (count < 1 || count > MAX_COUNT) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--count is between 1 and " + MAX_COUNT,
                    "mint in several runs");
        }
        String bootstraps = organisation.path(connections, surroundings) + "/bootstraps";
        try (ServiceClient service = connections.open(surroundings)) {
            var anchors = connections.anchors(service, surroundings);
            var minting =
                    new Minting(
                            service,
                            new ReceiptVerifier(anchors),
                            authority.approver(service, anchors, surroundings),
                            surroundings.random());
            emit(minting, bootstraps);
        }
    }

    private void emit(Minting minting, String bootstraps) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        for (int i = 0; i < count; i++) {
            var minted = minting.mint(bootstraps, spec, Optional.ofNullable(ttlSeconds));
            items.addObject()
                    .put("url", minted.url())
                    .put("id", minted.id())
                    .put("index", minted.index())
                    .put("expires_at", minted.expires().toString());
            output.note(
                    (i + 1)
                            + " of "
                            + count
                            + ": entry "
                            + minted.index()
                            + " of the log, good"
                            + " until "
                            + minted.expires());
            if (!output.isJson()) {
                output.result(json, minted.url());
            }
        }
        if (output.isJson()) {
            output.result(json, "");
        }
    }
}
