package dev.sealwright.operator.export;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.fleet.AuditFilter;
import dev.sealwright.operator.fleet.AuditPages;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit export}: entries into a file, or evidence of a period. */
@Command(
        description = {
            "Write entries to a file: one JSON object a line, or CSV.",
            "With --soc2, the evidence of one organisation for a period, which verify bundle checks"
                    + " offline; a report is made where none closes the period yet."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright audit export --org acme --since 2026-01-01T00:00:00Z --out a.jsonl",
            "  sealwright audit export --actor user:acme/anna --format csv --out anna.csv",
            "  sealwright audit export --soc2 --org acme --from 2026-01-01T00:00:00Z"
                    + " --to 2026-04-01T00:00:00Z --out q1.zip"
        })
public final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (jsonl).")
    private EntryFormat format = EntryFormat.jsonl;

    @Option(names = "--soc2", description = "A bundle of evidence; takes --org, --from and --to.")
    private boolean soc2;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where they are written.")
    private @Nullable Path out;

    public ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (out == null) {
            throw new IllegalStateException("used before parsing");
        }
        if (soc2) {
            bundle(out);
        } else {
            entries(out);
        }
        return ExitCode.DONE.number();
    }

    private void entries(Path file) {
        try (var service = connections.open(surroundings);
                var progress = output.progress("exporting", surroundings)) {
            long size = Checkpoint.parse(checkpoint(service).text()).size();
            var pages = new AuditPages(service, filter.parameters());
            long written =
                    new EntryExport(file, format).write(pages, last -> progress.at(last + 1, size));
            output.result(
                    Json.object().put("entries", written).put("file", file.toString()),
                    written + " entries are in " + file);
        }
    }

    private static Note checkpoint(ServiceClient service) {
        var request = Request.get("/audit/checkpoint").upTo(Note.MAX_SIZE);
        byte[] text = service.send(request).body().toArray();
        return Note.parse(new String(text, StandardCharsets.UTF_8));
    }

    private void bundle(Path file) {
        String org = filter.organisationAlone().orElseThrow(ExportCommand::incomplete);
        String from = filter.since().orElseThrow(ExportCommand::incomplete);
        String to = filter.until().orElseThrow(ExportCommand::incomplete);
        BundleMaking.Made made = made(org, from, to);
        PrivateFile.write(file, made.archive().toArray());
        var facts = made.facts().put("file", file.toString());
        output.result(
                facts,
                facts.get("entries_in_period").asText()
                        + " entries of the period are in "
                        + file
                        + (facts.get("whole").asBoolean()
                                ? ", and nothing is missing"
                                : "; it is whole until "
                                        + facts.get("whole_until").asText()
                                        + " only, because the period is not over"));
    }

    private BundleMaking.Made made(String org, String from, String to) {
        try (var service = connections.open(surroundings);
                var progress = output.progress("gathering", surroundings)) {
            var anchors = connections.anchors(service, surroundings);
            return new BundleMaking(service, anchors)
                    .make(org, from, to, entries -> progress.at(entries, entries));
        }
    }

    private static CommandFailure incomplete() {
        return new CommandFailure(
                ExitCode.USAGE,
                "--soc2 takes --org, --from and --to, and neither --kind nor --actor",
                "see sealwright audit export --help");
    }
}
