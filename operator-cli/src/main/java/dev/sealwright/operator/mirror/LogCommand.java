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
            footer = "  sealwright log mirror ./mirror")
    void mirror(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "Where the copy is.") Path folder) {
        var profile = connections.profile(surroundings);
        try (var service = Connections.open(profile, surroundings)) {
            var anchors =
                    TrustedAnchors.fetch(service, profile.root(), surroundings.clock().instant());
            var mirroring = new Mirroring(service, new MirrorFolder(folder), anchors);
            Checkpoint head = mirrored(mirroring, anchors, output);
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
            Mirroring mirroring, VerifiedAnchors anchors, OutputOptions output) {
        try (var progress = output.progress("mirroring", surroundings)) {
            return mirroring.run(anchors, progress::at);
        }
    }
}
