package dev.sealwright.operator.login;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.profile.ApiKey;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.SecretInput;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Profiles;
import dev.sealwright.operator.service.ServiceVariables;
import dev.sealwright.protocol.anchors.RootPin;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code login}: checks address, root and API key with the service, and keeps them. */
@Command(
        name = "login",
        description = {
            "Check an API key with the service and keep it, with address and root fingerprint, in"
                    + " a file only you can read.",
            "The key is read from standard input or from a private file, never from an argument."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sealwright login --address https://localhost:8443 \\",
            "      --root-fingerprint 3f…9c --org demo --api-key-file admin.key --profile staging"
        })
public final class LoginCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "The service: https://host[:port]. Default: $SEALWRIGHT_ADDRESS.")
    private @Nullable String address;

    @Option(
            names = "--root-fingerprint",
            paramLabel = "SHA-256",
            description =
                    "SHA-256 of the root's public key, as your security team published it:"
                            + " hexadecimal, with or without colons, or base64url. Default:"
                            + " $SEALWRIGHT_ROOT_FINGERPRINT.")
    private @Nullable String fingerprint;

    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "The organisation to use when a command names none.")
    private @Nullable String org;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "A private file with the API key. Default: $SEALWRIGHT_API_KEY_FILE, or"
                            + " standard input.")
    private @Nullable Path keyFile;

    public LoginCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var profile =
                new Profile(
                        ServiceAddress.parse(said(address, "--address", ServiceVariables.ADDRESS)),
                        RootPin.parse(
                                said(
                                        fingerprint,
                                        "--root-fingerprint",
                                        ServiceVariables.ROOT_FINGERPRINT)),
                        Optional.ofNullable(org),
                        readKey());
        try (var service = Connections.open(profile, surroundings)) {
            var who = service.send(Request.get("/v1/whoami")).json().node();
            output.result(who, "logged in; the profile is " + kept(profile));
            surroundings
                    .variable(ServiceVariables.ADDRESS)
                    .ifPresent(
                            _ ->
                                    output.note(
                                            "commands go by "
                                                    + ServiceVariables.ADDRESS
                                                    + " while it is set; --profile names this one"));
        }
    }

    /** The profile is in use from now on, unless the environment says which one is. */
    private Path kept(Profile profile) {
        Profiles profiles = Profiles.of(surroundings);
        String name = connections.chosen(surroundings).orElse(Profiles.DEFAULT);
        Path file = profiles.file(name);
        profile.write(file);
        profiles.use(name);
        return file;
    }

    private String said(@Nullable String option, String name, String variable) {
        return Optional.ofNullable(option)
                .or(() -> surroundings.variable(variable))
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "neither " + name + " nor " + variable + " is there",
                                        "add " + name + "; see sealwright login --help"));
    }

    private ApiKey readKey() {
        return Optional.ofNullable(keyFile)
                .map(ApiKey::read)
                .or(() -> ServiceVariables.key(surroundings))
                .orElseGet(() -> ApiKey.parse(SecretInput.line(surroundings, "API key")));
    }
}
