package dev.sealwright.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Milliseconds from starting the host CLI's {@code init}, as the launcher starts it, to the
 * connection of its first call, a process each time. Nobody answers there.
 */
final class HostInit implements Benchmark {
    private static final int RUNS = 11;
    private static final double GOAL = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "cli/host-init";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        Path folder = Path.of(Setting.of("SEALWRIGHT_BENCH_PROGRAMS"));
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            service.setSoTimeout((int) PATIENCE.toMillis());
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                times.add(milliseconds(service, Files.createTempDirectory(folder, "init")));
            }
            lines.accept(
                    Line.median(name(), times, "ms")
                            .notedAbove(
                                    GOAL,
                                    "much is picocli, whose classes are too old"
                                            + " for the cache of a start and are parsed and verified each time"));
        }
    }

    private static double milliseconds(ServerSocket service, Path home)
            throws IOException, InterruptedException {
        String url =
                Setting.of("SEALWRIGHT_BENCH_NOWHERE")
                        .replaceFirst(":\\d+/", ":" + service.getLocalPort() + "/");
        ProcessBuilder init =
                new ProcessBuilder(
                                Setting.of("SEALWRIGHT_BENCH_HOST_CLI"),
                                "init",
                                "host",
                                "--enroll-url",
                                url)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        init.environment().put("HOME", home.toString());
        long start = System.nanoTime();
        Process process = init.start();
        try (Socket _ = service.accept()) {
            return (System.nanoTime() - start) / 1e6;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
