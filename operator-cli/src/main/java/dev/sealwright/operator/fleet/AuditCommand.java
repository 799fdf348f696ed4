package dev.sealwright.operator.fleet;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.JsonLines;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Progress;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit …}: what the service says happened, and what it says of its log. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What happened, as the service tells it.",
            "To believe nobody: sealwright log mirror, then sealwright verify log."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright audit entries --org demo --kind enrolment --limit 20",
            "  sealwright audit export --format csv --out audit.csv",
            "  sealwright audit export --soc2 --org demo --from 2026-01-01T00:00:00Z"
                    + " --to 2026-04-01T00:00:00Z --out q1.zip",
            "  sealwright audit integrity"
        })
public final class AuditCommand {
    private final Surroundings surroundings;

    public AuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "entries",
            aliases = "list",
            description = "List entries, the oldest first.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright audit entries --org demo --kind host.enrolled --newest")
    void entries(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Mixin AuditFilter filter,
            @Option(names = "--newest", description = "The newest first.") boolean newest,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            paramLabel = "N",
                            description = "At most (100).")
                    int limit) {
        var query = new LinkedHashMap<>(filter.parameters());
        query.put("order", newest ? Optional.of("newest") : Optional.empty());
        try (var service = connections.open(surroundings)) {
            Listing.fetch(service, "/audit/entries", query, limit).show(output);
        }
    }

    @Command(
            name = "checkpoint",
            description = "Show the last signed checkpoint; it is not verified.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright audit checkpoint")
    void checkpoint(@Mixin Connections connections, @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Note note = note(service);
            Checkpoint head = Checkpoint.parse(note.text());
            output.result(
                    Json.object()
                            .put("origin", head.origin())
                            .put("size", head.size())
                            .put("root", head.root().base64())
                            .put("note", note.encode()),
                    note.encode().stripTrailing());
        }
    }

    @Command(
            name = "proof",
            description = {
                "Fetch the proof that an entry is in the log, with its leaf: what verify receipt"
                        + " takes."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright audit proof 12 --out entry-12.json")
    void proof(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Mixin AuditFilter filter,
            @Parameters(paramLabel = "INDEX", description = "Of the entry.") long index,
            @Option(
                            names = "--post-quantum",
                            description =
                                    "With the checkpoint's post-quantum signatures, too, if the log"
                                            + " has such keys.")
                    boolean postQuantum,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "Where it is written. Default: standard output.")
                    @Nullable Path out) {
        try (var service = connections.open(surroundings)) {
            String more = postQuantum ? "&post_quantum=true" : "";
            Receipt receipt = Receipt.parse(text(service, "/audit/proof?index=" + index + more));
            var json =
                    Json.object()
                            .put("leaf", leaf(service, filter, index))
                            .put("receipt", receipt.text());
            if (out != null) {
                PrivateFile.write(out, Json.document(json));
            }
            output.result(
                    json, out == null ? Json.readable(json) : "leaf and receipt are in " + out);
        }
    }

    private static String leaf(ServiceClient service, AuditFilter filter, long index) {
        return new AuditPages(service, filter.parameters())
                .at(index)
                .map(entry -> entry.text("leaf"))
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "entry " + index + " is not among those you may read",
                                        "name its organisation with --org"));
    }

    @Command(
            name = "integrity",
            description = {
                "Let the service recompute its log from what it stored.",
                "On a terminal, a bar shows how far it is."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright audit integrity")
    int integrity(@Mixin Connections connections, @Mixin OutputOptions output) {
        Fields report;
        try (var service = connections.open(surroundings);
                var progress = output.progress("the service recomputes its log", surroundings);
                var lines = service.lines(Request.get("/audit/integrity"))) {
            report = report(lines, progress);
        }
        output.result(report.node(), Json.readable(report.node()));
        return (report.flag("verified") ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private static Fields report(JsonLines lines, Progress progress) {
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            var report = line.get().optionalObject("report");
            if (report.isPresent()) {
                return report.get();
            }
            progress.at(line.get().number("done"), line.get().number("total"));
        }
        throw new CommandFailure(
                ExitCode.UNAVAILABLE,
                "the service ended its check without a report",
                "look at the service's log, then try again");
    }

    private static Note note(ServiceClient service) {
        return Note.parse(text(service, "/audit/checkpoint"));
    }

    private static String text(ServiceClient service, String path) {
        var request = Request.get(path).upTo(Note.MAX_SIZE + Receipt.MAX_SIZE);
        return new String(service.send(request).body().toArray(), StandardCharsets.UTF_8);
    }
}
