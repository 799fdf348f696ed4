package dev.sealwright.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of a process is in memory (proc(5), VmRSS). */
public final class ResidentMemory {
    private ResidentMemory() {}

    /**
     * In KiB, at this moment.
     *
     * @throws IOException where the system does not tell, or the process has ended
     */
    public static long kib(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("nothing is resident of " + pid));
    }
}
