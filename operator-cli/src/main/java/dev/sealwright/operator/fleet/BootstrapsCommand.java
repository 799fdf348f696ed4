package dev.sealwright.operator.fleet;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.OrgDesk;
import dev.sealwright.operator.service.Paths;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstraps list|show}: the registry of what was minted. */
@Command(
        name = "bootstraps",
        synopsisSubcommandLabel = "COMMAND",
        description = "The bootstraps of an organisation: issued, burned, expired.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright bootstraps list --state issued",
            "  sealwright bootstraps show zm9vYmFyYmF6cXV4cXV1eA"
        })
public final class BootstrapsCommand {
    /** The states of a bootstrap. */
    enum State {
        issued,
        burned,
        expired
    }

    private final Surroundings surroundings;

    public BootstrapsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright bootstraps list --state issued")
    void list(
            @Mixin OrgDesk desk,
            @Option(names = "--state", description = "Only: ${COMPLETION-CANDIDATES}.")
                    @Nullable State state) {
        var filter = Map.of("state", Optional.ofNullable(state).map(State::name));
        desk.list(surroundings, "/bootstraps", filter);
    }

    @Command(
            name = "show",
            description = "Show one, with the receipt of its leaf.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright bootstraps show zm9vYmFyYmF6cXV4cXV1eA")
    void show(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "ID", description = "As bootstraps list shows it.")
                    String id) {
        desk.show(surroundings, "/bootstraps/" + Paths.segment(id));
    }
}
