package dev.sealwright.host;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which host a command is about: a name, and the folder that follows from it. */
public final class HostSelection {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of this host.")
    private String name = "";

    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description =
                    "The folder of this host. Default: NAME in $SEALWRIGHT_HOST_HOME, or in"
                            + " ~/.sealwright-host.")
    private @Nullable Path folder;

    public String name() {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a host's name has up to 64 letters, digits, dots, dashes and underscores",
                    "choose another name");
        }
        return name;
    }

    public HostFolder folder(Surroundings surroundings) {
        String checked = name();
        return new HostFolder(
                Optional.ofNullable(folder).orElseGet(() -> home(surroundings).resolve(checked)));
    }

    private static Path home(Surroundings surroundings) {
        return surroundings
                .variable("SEALWRIGHT_HOST_HOME")
                .map(Path::of)
                .orElseGet(() -> surroundings.home().resolve(".sealwright-host"));
    }
}
