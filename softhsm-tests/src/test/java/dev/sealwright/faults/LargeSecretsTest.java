package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest values through the command line and a service whose heap has no room for all of them
 * at once.
 */
final class LargeSecretsTest {
    private static final int MOST = 16 * 1024 * 1024;
    private static final int AT_ONCE = 8;
    private static final Map<String, String> SMALL = Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m");

    @TempDir private Path folder;

    @Test
    void theServiceHoldsNoneOfThem() throws Exception {
        try (Deployment deployment =
                Requirements.deployment(Files.createDirectory(folder.resolve("service")), SMALL)) {
            Cli cli = new Cli(Files.createDirectory(folder.resolve("people")));
            deployment.start();
            cli.logIn(deployment, deployment.people());
            mayUnseal(cli);

            allAtOnce(number -> put(cli, number));
            allAtOnce(number -> unseal(cli, number));

            Path export = folder.resolve("secrets.export");
            cli.operator("secrets", "export", "--org", "platform", "--out", export.toString())
                    .orFail();
            assertThat(export).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(MOST));
        }
    }

    private static void allAtOnce(IntConsumer command) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                running.add(callers.submit(() -> command.accept(number)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static void mayUnseal(Cli cli) {
        cli.operatorReading(
                        "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_unseal\":[\"*\"]}",
                        "roles",
                        "apply",
                        "--org",
                        "platform",
                        "--name",
                        "opens-all",
                        "-")
                .orFail();
    }

    private static byte[] value(int number) {
        byte[] value = new byte[MOST - number];
        new Random(number).nextBytes(value);
        return value;
    }

    private void put(Cli cli, int number) {
        Path file = folder.resolve("value-" + number);
        try {
            Files.write(file, value(number));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        cli.operator(
                        "secrets",
                        "put",
                        "large-" + number,
                        "--org",
                        "platform",
                        "--value-file",
                        file.toString())
                .orFail();
    }

    private void unseal(Cli cli, int number) {
        Path file = folder.resolve("opened-" + number);
        cli.operator(
                        "secrets",
                        "unseal",
                        "large-" + number,
                        "--org",
                        "platform",
                        "--out",
                        file.toString())
                .orFail();
        assertThat(file).hasBinaryContent(value(number));
    }
}
