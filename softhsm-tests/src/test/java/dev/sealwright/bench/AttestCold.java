package dev.sealwright.bench;

import dev.sealwright.attestation.pki.Nitro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Milliseconds from starting the operator CLI to its verdict on a Nitro document, a process each
 * time; beside a JVM with the same options that only prints its version.
 */
final class AttestCold implements Benchmark {
    private static final int RUNS = 11;
    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto");

    @Override
    public String name() {
        return "attest-cold";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        Path document = Files.createTempFile("sealwright", ".cbor");
        try {
            Files.write(document, new Nitro().document().toArray());
            List<String> verify = new ArrayList<>(JVM);
            verify.addAll(
                    List.of(
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.sealwright.operator.OperatorMain",
                            "attest",
                            "verify",
                            document.toString(),
                            "--policy",
                            "none"));
            List<String> nothing = new ArrayList<>(JVM);
            nothing.add("-version");
            // The test's root is not AWS's, so after all checks the document is refused: 2.
            Rate ours = () -> milliseconds(verify, 2);
            ours.measure();
            lines.accept(Pairs.of(RUNS, ours, () -> milliseconds(nothing, 0)).line(name(), "ms"));
        } finally {
            Files.delete(document);
        }
    }

    private static double milliseconds(List<String> command, int expected)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (status != expected) {
            throw new IllegalStateException("exit status " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
