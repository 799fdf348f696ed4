package dev.sealwright.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a Java program with the serial collector has in memory, in KiB, as it is seen from outside.
 *
 * @param live on the heap after a collection of all of it, which leaves everything in the tenured
 *     generation; what a busy program makes meanwhile is in the other
 * @param beside resident memory that is none of the heap's: code, classes, stacks, and what native
 *     libraries allocated
 */
record Footprint(long live, long beside) {
    private static final Pattern GENERATION =
            Pattern.compile("used (\\d+)K \\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern RESIDENT = Pattern.compile("^Rss: +(\\d+) kB$");

    /** Where a generation may lie, and what it holds. */
    private record Generation(long used, long begin, long end) {
        static Generation of(MatchResult line) {
            return new Generation(
                    Long.parseLong(line.group(1)),
                    Long.parseUnsignedLong(line.group(2), 16),
                    Long.parseUnsignedLong(line.group(3), 16));
        }

        boolean holds(long address) {
            return begin <= address && address < end;
        }
    }

    /**
     * Collects its whole heap, and looks.
     *
     * @param pid of a program of this user
     */
    static Footprint of(long pid) {
        jcmd(pid, "GC.run");
        List<Generation> heap =
                GENERATION
                        .matcher(jcmd(pid, "GC.heap_info"))
                        .results()
                        .map(Generation::of)
                        .toList();
        if (heap.size() != 2) {
            throw new IllegalStateException("two generations are expected, not " + heap);
        }
        return new Footprint(heap.getLast().used(), residentBeside(heap, pid));
    }

    private static long residentBeside(List<Generation> heap, long pid) {
        long resident = 0;
        boolean counts = false;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
                var mapping = MAPPING.matcher(line);
                var size = RESIDENT.matcher(line);
                if (mapping.matches()) {
                    long begin = Long.parseUnsignedLong(mapping.group(1), 16);
                    counts = heap.stream().noneMatch(each -> each.holds(begin));
                } else if (counts && size.matches()) {
                    resident += Long.parseLong(size.group(1));
                }
            }
            return resident;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid, String order) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process =
                    new ProcessBuilder(jcmd, Long.toString(pid), order)
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + order + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
