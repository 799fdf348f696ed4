package dev.sealwright.operator.service;

import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.profile.ApiKey;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.anchors.RootPin;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the environment says of the service, in the variables that the Terraform provider reads. It
 * says all of it or nothing: a profile's key never goes to an address that it was not made for.
 */
public final class ServiceVariables {
    public static final String ADDRESS = "SEALWRIGHT_ADDRESS";
    public static final String ROOT_FINGERPRINT = "SEALWRIGHT_ROOT_FINGERPRINT";
    public static final String API_KEY_FILE = "SEALWRIGHT_API_KEY_FILE";

    /** The key itself, which the provider takes too; a file is better. */
    private static final String API_KEY = "SEALWRIGHT_API_KEY";

    private ServiceVariables() {}

    /** Address, root and key; empty where no address is given. */
    static Optional<Profile> profile(Surroundings surroundings) {
        return surroundings
                .variable(ADDRESS)
                .map(
                        address ->
                                new Profile(
                                        ServiceAddress.parse(address),
                                        root(surroundings)
                                                .orElseThrow(() -> missing(ROOT_FINGERPRINT)),
                                        Optional.empty(),
                                        key(surroundings)
                                                .orElseThrow(() -> missing(API_KEY_FILE))));
    }

    static Optional<RootPin> root(Surroundings surroundings) {
        return surroundings.variable(ROOT_FINGERPRINT).map(RootPin::parse);
    }

    /** The API key, from a private file or, where there is no file, from its own variable. */
    public static Optional<ApiKey> key(Surroundings surroundings) {
        Optional<String> file = surroundings.variable(API_KEY_FILE);
        Optional<String> text = surroundings.variable(API_KEY);
        if (file.isPresent() && text.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    API_KEY + " and " + API_KEY_FILE + " both say who asks",
                    "unset one of them; a file is better");
        }
        return file.map(Path::of).map(ApiKey::read).or(() -> text.map(ApiKey::parse));
    }

    private static CommandFailure missing(String variable) {
        return new CommandFailure(
                ExitCode.USAGE,
                ADDRESS + " is set and " + variable + " is not",
                "set " + variable + " too, or name a profile with --profile");
    }
}
