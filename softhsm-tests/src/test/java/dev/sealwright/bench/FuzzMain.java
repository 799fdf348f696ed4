package dev.sealwright.bench;

import dev.sealwright.attestation.fuzz.FuzzRun;
import dev.sealwright.protocol.SuppressForbidden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code ./sealwright bench fuzz}: one run of the fuzzer for each reader that is named, or all; one
 * JSON object a line. Exit status 1 if anything was found.
 */
public final class FuzzMain {
    private static final long INPUTS = 100_000;
    private static final long GUIDED = 100_000;
    private static final long SEED = 20_261_126;

    private long inputs = INPUTS;
    private long guided = GUIDED;
    private long seed = SEED;
    private final List<String> targets = new ArrayList<>();

    private FuzzMain() {}

    @SuppressForbidden("standard output is where the lines go")
    public static void main(String[] arguments) throws Exception {
        FuzzMain main = new FuzzMain();
        if (!FuzzRun.possible() || !main.understood(List.of(arguments))) {
            System.err.println(
                    "bench fuzz: [--inputs N] [--guided N] [--seed N] [READER…]; readers are "
                            + FuzzRun.targets()
                            + "; Jazzer's driver is for Linux on x86-64 and macOS");
            System.exit(2);
        }
        System.exit(main.run() ? 0 : 1);
    }

    private boolean understood(List<String> arguments) {
        var left = new ArrayList<>(arguments);
        try {
            while (!left.isEmpty()) {
                switch (left.removeFirst()) {
                    case "--inputs" -> inputs = Long.parseLong(left.removeFirst());
                    case "--guided" -> guided = Long.parseLong(left.removeFirst());
                    case "--seed" -> seed = Long.parseLong(left.removeFirst());
                    case String name -> targets.add(name);
                }
            }
        } catch (NumberFormatException | java.util.NoSuchElementException e) {
            return false;
        }
        if (targets.isEmpty()) {
            targets.addAll(FuzzRun.targets());
        }
        return inputs > 0 && guided > 0 && FuzzRun.targets().containsAll(targets);
    }

    private boolean run() throws IOException, InterruptedException {
        boolean clean = true;
        for (String target : targets) {
            Path folder = Files.createTempDirectory("sealwright-fuzz");
            FuzzRun.Outcome outcome =
                    new FuzzRun(target, inputs, guided, seed)
                            .run(folder, System.getProperty("java.class.path"));
            System.out.println(line(target, outcome));
            if (outcome.findings().isEmpty()) {
                delete(folder);
            } else {
                clean = false;
                System.err.println("bench fuzz: " + target + ", kept in " + folder);
                outcome.findings().forEach(System.err::println);
            }
        }
        return clean;
    }

    /** The shape of every benchmark's line, and what only a fuzzer has; memory in bytes. */
    private static String line(String target, FuzzRun.Outcome outcome) {
        double rate = outcome.inputs() / outcome.seconds();
        String common = Line.single("fuzz/" + target, rate, "inputs/s").json();
        return common.substring(0, common.length() - 1)
                + String.format(
                        Locale.ROOT,
                        ",\"inputs\":%d,\"crashes\":%d,\"max_memory\":%d}",
                        outcome.inputs(),
                        outcome.findings().size(),
                        outcome.largest());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
