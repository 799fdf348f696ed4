package dev.sealwright.operator.service;

import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.PinnedTls;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --profile} and what follows from it: where the service is and who asks. */
public final class Connections {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile of the service. Default: $SEALWRIGHT_PROFILE, or the one in use.")
    private @Nullable String profile;

    public String name(Surroundings surroundings) {
        return chosen(surroundings).orElseGet(() -> Profiles.of(surroundings).current());
    }

    /** By option or environment; empty if the profile in use is meant. */
    public Optional<String> chosen(Surroundings surroundings) {
        return Optional.ofNullable(profile).or(() -> surroundings.variable("SEALWRIGHT_PROFILE"));
    }

    public Optional<Profile> find(Surroundings surroundings) {
        return Profiles.of(surroundings).find(name(surroundings));
    }

    public Profile profile(Surroundings surroundings) {
        return find(surroundings)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.LOCAL,
                                        "there is no profile " + name(surroundings),
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
}
