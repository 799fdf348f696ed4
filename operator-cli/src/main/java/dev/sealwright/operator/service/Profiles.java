package dev.sealwright.operator.service;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code login} keeps, one file a service, and which of them is in use.
 *
 * @param folder {@code $SEALWRIGHT_CONFIG}, or {@code sealwright} in the user's configuration
 */
public record Profiles(Path folder) {
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SUFFIX = ".json";
    private static final int MAX_NAME = 128;

    public static Profiles of(Surroundings surroundings) {
        return new Profiles(
                surroundings
                        .variable("SEALWRIGHT_CONFIG")
                        .map(Path::of)
                        .orElseGet(() -> configFolder(surroundings).resolve("sealwright")));
    }

    private static Path configFolder(Surroundings surroundings) {
        return surroundings
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElseGet(() -> surroundings.home().resolve(".config"));
    }

    public Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a profile's name has up to 64 letters, digits, dots, dashes and underscores",
                    "choose another name");
        }
        return folder.resolve("profiles").resolve(name + SUFFIX);
    }

    public Optional<Profile> find(String name) {
        return Profile.read(file(name));
    }

    /** The one in use; {@value #DEFAULT} before anything was chosen. */
    public String current() {
        return PrivateFile.readIfPresent(chosen(), MAX_NAME)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .orElse(DEFAULT);
    }

    public void use(String name) {
        PrivateFile.makeFolder(folder);
        PrivateFile.write(chosen(), (name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void delete(String name) {
        PrivateFile.delete(file(name));
    }

    public List<String> names() {
        Path profiles = folder.resolve("profiles");
        if (!Files.isDirectory(profiles)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(profiles)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path chosen() {
        return folder.resolve("current");
    }
}
