package dev.sealwright.operator.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.note.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log mirror}: a copy of the log to check. */
@Command(
        name = "log",
        synopsisSubcommandLabel = "COMMAND",
        description = "The log of everything the service signs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright log mirror ./mirror && sealwright verify log ./mirror",
            "  sealwright log lost ./mirror --epoch 1"
        })
public final class LogCommand {
    private final Surroundings surroundings;

    public LogCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "mirror",
            description = {
                "Download the log, or what was added since, with the anchors it is checked under.",
                "Of entries that the service let go it gets the hashes; what the folder has of them"
                        + " already stays.",
                "The folder can be served as it is: it is a static C2SP log, as long as nothing"
                        + " went."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  sealwright log mirror ./mirror",
                "  sealwright log mirror ./mirror --witness-quorum 2"
            })
    void mirror(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "Where the copy is.") Path folder,
            @Option(
                            names = "--witness-quorum",
                            paramLabel = "N",
                            defaultValue = "0",
                            description =
                                    "As far as so many witnesses have cosigned. Default: to its"
                                            + " end.")
                    int witnesses) {
        var profile = connections.profile(surroundings);
        try (var service = Connections.open(profile, surroundings)) {
            var history =
                    AnchorsHistory.fetch(service, profile.root(), surroundings.clock().instant());
            var copy = new MirrorFolder(folder);
            new Succession(copy)
                    .follow(history.chain(), surroundings.clock().instant())
                    .ifPresent(closed -> output.warn(closed.text()));
            var mirroring = new Mirroring(service, copy, history);
            Checkpoint head = mirrored(mirroring, witnesses, output);
            output.result(
                    Json.object()
                            .put("origin", head.origin())
                            .put("size", head.size())
                            .put("root", head.root().base64())
                            .put("folder", folder.toString()),
                    head.size() + " entries of " + head.origin() + " are in " + folder);
        }
    }

    @Command(
            name = "lost",
            description = {
                "List the entries that a new epoch of the log lost, out of the copy that log mirror"
                        + " or monitor set aside.",
                "A revocation among them has the host's sandbox id for a subject. The state is gone"
                        + " where the copy has no more than the hash."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright log lost ./mirror --epoch 1 --json")
    void lost(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "Where the copy is.") Path folder,
            @Option(
                            names = "--epoch",
                            required = true,
                            paramLabel = "EPOCH",
                            description = "The closed one, the last part of its origin.")
                    String epoch) {
        var present =
                AnchorsDocument.verify(
                        new MirrorFolder(folder).anchors(),
                        connections.profile(surroundings).root(),
                        surroundings.clock().instant());
        var copy = new MirrorFolder(folder.resolve("epochs").resolve(epoch));
        List<LostEntries.Lost> entries = new LostEntries(copy, present).list();
        var table = new Table("INDEX", "TIME", "TYPE", "ORG", "SUBJECT", "STATE");
        var json = Json.object();
        var items = json.putArray("items");
        entries.forEach(
                each -> {
                    ObjectNode one = each.json();
                    items.add(one);
                    table.row(
                            one.get("index").asText(),
                            one.get("time").asText(),
                            one.get("type").asText(),
                            one.get("org").asText(),
                            one.get("subject").asText(),
                            one.get("state").asText());
                });
        output.result(json, table.toString());
    }

    private Checkpoint mirrored(Mirroring mirroring, int witnesses, OutputOptions output) {
        try (var progress = output.progress("mirroring", surroundings)) {
            return mirroring.run(witnesses, progress::at);
        }
    }
}
