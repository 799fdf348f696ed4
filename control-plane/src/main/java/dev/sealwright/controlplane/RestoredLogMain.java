package dev.sealwright.controlplane;

import dev.sealwright.controlplane.log.BrokenLogException;
import dev.sealwright.controlplane.log.LogUnavailableException;
import dev.sealwright.controlplane.log.RestoredLog;
import dev.sealwright.protocol.SuppressForbidden;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes what the database holds of the log into a folder, for the ceremony that opens the next
 * epoch: {@code RestoredLogMain FOLDER}, in the environment of {@link Main}. Exit status: 2 wrong
 * usage, 4 the database or the folder failed.
 */
public final class RestoredLogMain {
    private RestoredLogMain() {}

    @SuppressForbidden("a program's entry point: what it has to say it prints")
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("restored-log: give the folder to write into");
            System.exit(2);
        }
        try {
            Map<String, String> environment = System.getenv();
            long size =
                    new RestoredLog(Path.of(arguments[0]))
                            .write(
                                    required(environment, "SEALWRIGHT_DB_URL"),
                                    required(environment, "SEALWRIGHT_DB_USER"),
                                    Main.databasePassword(environment).orElse(""));
            System.out.println("restored-log: " + size + " signed entries are in " + arguments[0]);
        } catch (StartException
                | LogUnavailableException
                | BrokenLogException
                | UncheckedIOException e) {
            System.err.println("restored-log: failed: " + e.getMessage());
            System.exit(4);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new StartException(name + " is not set");
        }
        return value;
    }
}
