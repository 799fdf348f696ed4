package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit list|integrity}: what the service says happened, and what it says of its log. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What happened, as the service tells it.",
            "To believe nobody: sealwright log mirror, then sealwright verify log."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright audit list --org demo --kind enrolment --limit 20",
            "  sealwright audit integrity"
        })
public final class AuditCommand {
    private static final Duration INTEGRITY_TIMEOUT = Duration.ofMinutes(10);

    private final Surroundings surroundings;

    public AuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(name = "list", description = "List events.")
    void list(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Option(names = "--org", description = "Only of this organisation.")
                    @Nullable String org,
            @Option(names = "--kind", description = "Only of this kind.") @Nullable String kind,
            @Option(names = "--since", description = "Not before this time (RFC 3339).")
                    @Nullable String since,
            @Option(names = "--until", description = "Before this time (RFC 3339).")
                    @Nullable String until,
            @Option(names = "--limit", defaultValue = "100", description = "At most (100).")
                    int limit) {
        var filter = new LinkedHashMap<String, Optional<String>>();
        filter.put("org", Optional.ofNullable(org));
        filter.put("kind", Optional.ofNullable(kind));
        filter.put("since", Optional.ofNullable(since));
        filter.put("until", Optional.ofNullable(until));
        try (var service = connections.open(surroundings)) {
            Listing listing = Listing.fetch(service, "/audit/entries", filter, limit);
            output.result(listing.json(), listing.table());
        }
    }

    @Command(
            name = "integrity",
            description = "Let the service recompute its log from what it stored.")
    int integrity(@Mixin Connections connections, @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            var request = Request.get("/audit/integrity").within(INTEGRITY_TIMEOUT);
            Fields answer = service.send(request).json();
            output.result(answer.node(), Json.readable(answer.node()));
            return (answer.flag("verified") ? ExitCode.DONE : ExitCode.REFUSED).number();
        }
    }
}
