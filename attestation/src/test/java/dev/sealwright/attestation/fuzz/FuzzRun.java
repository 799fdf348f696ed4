package dev.sealwright.attestation.fuzz;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One run of Jazzer and, for the inputs beyond those that coverage guides, of {@link Mutants} over
 * the corpus it leaves; each in a process of its own.
 *
 * @param target a target's label, or {@link Fuzzer#ALL}
 * @param guided how many of the inputs are guided by coverage
 * @param seed of the run; the same seed on the same code tries the same inputs
 */
public record FuzzRun(String target, long inputs, long guided, long seed) {
    private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";
    private static final int MAX_LENGTH = 16 * 1024;

    /**
     * What came of it.
     *
     * @param inputs how many were read
     * @param largest the most bytes that one of them made its thread allocate
     * @param findings one stack trace or message each; empty if all went well
     */
    public record Outcome(long inputs, long largest, double seconds, List<String> findings) {
        public Outcome {
            findings = List.copyOf(findings);
        }

        private Outcome and(Outcome later) {
            return new Outcome(
                    inputs + later.inputs,
                    Math.max(largest, later.largest),
                    seconds + later.seconds,
                    later.findings);
        }
    }

    /** Jazzer brings its native driver for these platforms only. */
    public static boolean possible() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return List.of("Linux amd64", "Mac OS X aarch64", "Mac OS X x86_64").contains(platform);
    }

    /** All targets' labels. */
    public static List<String> targets() {
        return Arrays.stream(FuzzTarget.values()).map(FuzzTarget::label).toList();
    }

    /**
     * Runs to the end, or to the first finding.
     *
     * @param folder an empty folder for corpus, findings and what the fuzzer prints
     * @param classPath of the tests
     */
    public Outcome run(Path folder, String classPath) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        writeSeeds(corpus);
        Files.createDirectories(folder.resolve("reproducers"));
        Outcome first = part(folder, "guided", report -> jazzer(corpus, report, classPath));
        if (guided >= inputs || !first.findings().isEmpty()) {
            return first;
        }
        return first.and(part(folder, "mutants", report -> mutants(corpus, report, classPath)));
    }

    private static Outcome part(Path folder, String name, Function<Path, List<String>> command)
            throws IOException, InterruptedException {
        Path report = folder.resolve(name);
        Path printed = folder.resolve(name + ".printed");
        long start = System.nanoTime();
        int status =
                new ProcessBuilder(command.apply(report))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start()
                        .waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] numbers = numbers(report);
        return new Outcome(numbers[0], numbers[1], seconds, findings(status, numbers, printed));
    }

    private void writeSeeds(Path corpus) throws IOException {
        List<FuzzTarget> all = List.of(FuzzTarget.values());
        for (int t = 0; t < all.size(); t++) {
            FuzzTarget each = all.get(t);
            if (target.equals(Fuzzer.ALL)) {
                write(corpus, each, Bytes.of(new byte[] {(byte) t}));
            } else if (target.equals(each.label())) {
                write(corpus, each, Bytes.EMPTY);
            }
        }
    }

    private static void write(Path corpus, FuzzTarget target, Bytes prefix) throws IOException {
        List<Bytes> seeds = target.seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Path file = corpus.resolve(target.label() + "-" + i);
            Files.write(file, Bytes.concat(prefix, seeds.get(i)).toArray());
        }
    }

    private List<String> jazzer(Path corpus, Path report, String classPath) {
        return java(
                classPath,
                "-XX:+EnableDynamicAgentLoading",
                DRIVER,
                "--target_class=" + Fuzzer.class.getName(),
                "--target_args=" + target + " " + report,
                "--instrumentation_includes=dev.sealwright.**",
                "--custom_hook_includes=dev.sealwright.**",
                "--reproducer_path=" + report.resolveSibling("reproducers"),
                "-runs=" + Math.min(guided, inputs),
                "-seed=" + seed,
                "-max_len=" + MAX_LENGTH,
                "-timeout=30",
                "-print_final_stats=1",
                corpus.toString());
    }

    private List<String> mutants(Path corpus, Path report, String classPath) {
        return java(
                classPath,
                Mutants.class.getName(),
                target,
                report.toString(),
                corpus.toString(),
                String.valueOf(inputs - guided),
                String.valueOf(seed));
    }

    private static List<String> java(String classPath, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx512m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(classPath);
        command.addAll(List.of(arguments));
        return command;
    }

    private static long[] numbers(Path report) throws IOException {
        if (!Files.exists(report)) {
            return new long[] {0, 0};
        }
        return Stream.of(Files.readString(report).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static List<String> findings(int status, long[] numbers, Path printed)
            throws IOException {
        if (status == 0 && numbers[0] > 0) {
            return List.of();
        }
        String text = Files.readString(printed);
        return List.of(
                "exit status " + status + "\n" + text.substring(Math.max(0, text.length() - 8000)));
    }
}
