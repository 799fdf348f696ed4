package dev.sealwright.operator.mirror;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.note.Checkpoint;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log mirror}: a copy of the log to check. */
@Command(
        name = "log",
        synopsisSubcommandLabel = "COMMAND",
        description = "The log of everything the service signs.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright log mirror ./mirror && sealwright verify log ./mirror")
public final class LogCommand {
    private final Surroundings surroundings;

    public LogCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "mirror",
            description = {
                "Download the log, or what was added since, with the anchors it is checked under.",
                "The folder can be served as it is: it is a static C2SP log."
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
            var anchors =
                    TrustedAnchors.fetch(service, profile.root(), surroundings.clock().instant());
            var mirroring = new Mirroring(service, new MirrorFolder(folder), anchors);
            Checkpoint head = mirrored(mirroring, anchors, witnesses, output);
            output.result(
                    Json.object()
                            .put("origin", head.origin())
                            .put("size", head.size())
                            .put("root", head.root().base64())
                            .put("folder", folder.toString()),
                    head.size() + " entries of " + head.origin() + " are in " + folder);
        }
    }

    private Checkpoint mirrored(
            Mirroring mirroring, VerifiedAnchors anchors, int witnesses, OutputOptions output) {
        try (var progress = output.progress("mirroring", surroundings)) {
            return mirroring.run(anchors, witnesses, progress::at);
        }
    }
}
