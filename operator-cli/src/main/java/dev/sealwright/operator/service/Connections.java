package dev.sealwright.operator.service;

import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.PinnedTls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --profile} and what follows from it: where the service is and who asks. */
public final class Connections {
    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "The file that login wrote. Default: profile.json in $SEALWRIGHT_CONFIG, or in"
                            + " ~/.config/sealwright.")
    private @Nullable Path profile;

    public Path file(Surroundings surroundings) {
        return Optional.ofNullable(profile)
                .orElseGet(
                        () ->
                                surroundings
                                        .variable("SEALWRIGHT_CONFIG")
                                        .map(Path::of)
                                        .orElseGet(() -> configFolder(surroundings))
                                        .resolve("profile.json"));
    }

    public Optional<Profile> find(Surroundings surroundings) {
        return Profile.read(file(surroundings));
    }

    public Profile profile(Surroundings surroundings) {
        return find(surroundings)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.LOCAL,
                                        "there is no profile " + file(surroundings),
                                        "log in first: sealwright login --address …"
                                                + " --root-fingerprint …"));
    }

    public ServiceClient open(Surroundings surroundings) {
        return open(profile(surroundings), surroundings);
    }

    public static ServiceClient open(Profile profile, Surroundings surroundings) {
        return new ServiceClient(
                profile.address(),
                PinnedTls.anonymous(profile.root(), surroundings.clock()),
                profile.key(),
                Retries.patient(surroundings.random()));
    }

    private static Path configFolder(Surroundings surroundings) {
        return surroundings
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElseGet(() -> surroundings.home().resolve(".config"))
                .resolve("sealwright");
    }
}
