package dev.sealwright.operator.service;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --org}: by option, else {@code SEALWRIGHT_ORG}, else the profile's. */
public final class Organisation {
    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "The organisation. Default: $SEALWRIGHT_ORG, or the one of login.")
    private @Nullable String org;

    /** {@code /v1/orgs/<org>}. */
    public String path(Connections connections, Surroundings surroundings) {
        return "/v1/orgs/" + Paths.segment(name(connections, surroundings));
    }

    public String name(Connections connections, Surroundings surroundings) {
        return Optional.ofNullable(org)
                .or(() -> surroundings.variable("SEALWRIGHT_ORG"))
                .or(() -> connections.profile(surroundings).organisation())
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "it is not said which organisation",
                                        "add --org ORG, or log in with --org ORG"));
    }
}
