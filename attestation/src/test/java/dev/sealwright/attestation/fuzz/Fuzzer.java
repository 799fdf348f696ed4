package dev.sealwright.attestation.fuzz;

import com.sun.management.ThreadMXBean;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls with each input. Beside what the reader throws, an input is a finding if it
 * makes the thread allocate more than {@link #MAX_MEMORY} or compute for longer than {@link
 * #MAX_COMPUTING}; both are counted for the thread alone, so that other load does not matter.
 */
public final class Fuzzer {
    static final long MAX_MEMORY = 64L << 20;
    static final Duration MAX_COMPUTING = Duration.ofSeconds(5);

    /** As target: the first byte of an input chooses among all. */
    static final String ALL = "all";

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static List<FuzzTarget> targets = List.of();
    private static Path report = Path.of("");
    private static long inputs;
    private static long largest;

    private Fuzzer() {}

    /** Arguments: the target's label, and the file to report to. */
    public static void fuzzerInitialize(String[] arguments) {
        targets =
                Arrays.stream(FuzzTarget.values())
                        .filter(t -> List.of(ALL, t.label()).contains(arguments[0]))
                        .toList();
        report = Path.of(arguments[1]);
    }

    public static void fuzzerTestOneInput(byte[] data) {
        inputs++;
        boolean chosen = targets.size() == 1;
        if (!chosen && data.length == 0) {
            return;
        }
        FuzzTarget target = targets.get(chosen ? 0 : (data[0] & 0xff) % targets.size());
        Bytes input = Bytes.of(chosen ? data : Arrays.copyOfRange(data, 1, data.length));
        Cost cost = Cost.of(() -> target.read(input));
        // The first to get somewhere pays for loading classes, which Jazzer rewrites as they are
        // loaded; the reader's own cost comes again.
        if (cost.excessive() || cost.allocated > largest) {
            cost = Cost.of(() -> target.read(input));
        }
        largest = Math.max(largest, cost.allocated);
        if (cost.excessive()) {
            throw new AssertionError("one input took " + cost);
        }
    }

    /** Bytes, and nanoseconds of computing. */
    private record Cost(long allocated, long computing) {
        static Cost of(Runnable reading) {
            long computing = THREAD.getCurrentThreadCpuTime();
            long allocated = THREAD.getCurrentThreadAllocatedBytes();
            reading.run();
            return new Cost(
                    THREAD.getCurrentThreadAllocatedBytes() - allocated,
                    THREAD.getCurrentThreadCpuTime() - computing);
        }

        boolean excessive() {
            return allocated > MAX_MEMORY || computing > MAX_COMPUTING.toNanos();
        }
    }

    /** Two numbers: inputs read, and the most bytes that one of them made the thread allocate. */
    public static void fuzzerTearDown() {
        try {
            Files.writeString(report, inputs + " " + largest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
