package dev.sealwright.client.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, found without loading the command-line library. */
public final class Version {
    private static final String RESOURCE = "/dev/sealwright/client/version.txt";

    private Version() {}

    public static String text() {
        try (var in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the arguments ask for the version and nothing else. */
    public static boolean isAskedFor(String... arguments) {
        return arguments.length == 1
                && (arguments[0].equals("--version") || arguments[0].equals("-V"));
    }
}
