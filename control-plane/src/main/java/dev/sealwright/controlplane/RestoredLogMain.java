package dev.sealwright.controlplane;

import dev.sealwright.controlplane.log.BrokenLogException;
import dev.sealwright.controlplane.log.LogUnavailableException;
import dev.sealwright.controlplane.log.RestoredLog;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the database holds of the log into a folder, for the ceremony that opens the next
 * epoch: {@code RestoredLogMain FOLDER}, in the environment of {@link Main}. Exit status: 2 wrong
 * usage, 4 the database or the folder failed.
 */
public final class RestoredLogMain {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredLogMain.class);

    private RestoredLogMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            LOG.error("give the folder to write into");
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
            LOG.info("{} signed entries are in {}", size, arguments[0]);
        } catch (StartException
                | LogUnavailableException
                | BrokenLogException
                | UncheckedIOException e) {
            LOG.error("the log was not written: {}", e.getMessage());
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
