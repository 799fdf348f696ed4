package dev.sealwright.operator.service;

import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --profile} and what follows from it: where the service is and who asks. */
public final class Connections {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile of the service. Default: $SEALWRIGHT_PROFILE, or the one in use;"
                            + " none where $SEALWRIGHT_ADDRESS says where the service is.")
    private @Nullable String profile;

    public String name(Surroundings surroundings) {
        return chosen(surroundings).orElseGet(() -> Profiles.of(surroundings).current());
    }

    /** By option or environment; empty if the profile in use is meant. */
    public Optional<String> chosen(Surroundings surroundings) {
        return Optional.ofNullable(profile).or(() -> surroundings.variable("SEALWRIGHT_PROFILE"));
    }

    /** That of {@code --profile}, else what the environment says, else the profile in use. */
    public Optional<Profile> find(Surroundings surroundings) {
        Optional<Profile> stated =
                profile == null ? ServiceVariables.profile(surroundings) : Optional.empty();
        return stated.or(() -> Profiles.of(surroundings).find(name(surroundings)));
    }

    /** The root that is pinned by the same order; the environment may name it alone. */
    public Optional<RootPin> root(Surroundings surroundings) {
        Optional<RootPin> stated =
                profile == null ? ServiceVariables.root(surroundings) : Optional.empty();
        return stated.or(() -> find(surroundings).map(Profile::root));
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

    /** What the service hands out as its anchors, believed only under the pinned root. */
    public VerifiedAnchors anchors(ServiceClient service, Surroundings surroundings) {
        return TrustedAnchors.fetch(
                service, profile(surroundings).root(), surroundings.clock().instant());
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
