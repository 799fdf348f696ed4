package dev.sealwright.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The just-in-time compilers of the service's programs, and of the benchmark itself. While they
 * work, they have a share of the processors that they will not have an hour later.
 */
final class Compilers {
    private static final long TICK_MILLIS = 10;
    private static final int USER_TICKS = 11;

    private final Supplier<Stream<ProcessHandle>> programs;

    private Compilers(Supplier<Stream<ProcessHandle>> programs) {
        this.programs = programs;
    }

    /** Of all programs that the launcher of this data folder started. */
    static Compilers of(Path home) throws IOException {
        String pid = Files.readAllLines(home.resolve("launcher.pid")).getFirst();
        ProcessHandle launcher = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        return new Compilers(launcher::descendants);
    }

    /** Of the benchmark alone. */
    static Compilers here() {
        return new Compilers(() -> Stream.of(ProcessHandle.current()));
    }

    /**
     * Processor time until now.
     *
     * @param compilers theirs
     * @param all that of the programs, theirs included
     */
    record Taken(Duration compilers, Duration all) {
        private static final Taken NONE = new Taken(Duration.ZERO, Duration.ZERO);

        private static Taken of(String stat) {
            Duration time = time(stat);
            return new Taken(stat.contains("CompilerThre") ? time : Duration.ZERO, time);
        }

        private Taken plus(Taken other) {
            return new Taken(compilers.plus(other.compilers), all.plus(other.all));
        }

        /** Their part of what was taken since then. */
        double shareSince(Taken before) {
            long whole = all.minus(before.all).toNanos();
            return whole == 0 ? 0 : (double) compilers.minus(before.compilers).toNanos() / whole;
        }
    }

    Taken taken() {
        return programs.get()
                .map(program -> Path.of("/proc", Long.toString(program.pid()), "task"))
                .flatMap(Compilers::inside)
                .map(Compilers::stat)
                .filter(stat -> !stat.isEmpty())
                .map(Taken::of)
                .reduce(Taken.NONE, Taken::plus);
    }

    private static Stream<Path> inside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty of a thread that has ended. */
    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fields 14 and 15 of proc(5), of which the second is in parentheses and may hold spaces. */
    private static Duration time(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }
}
