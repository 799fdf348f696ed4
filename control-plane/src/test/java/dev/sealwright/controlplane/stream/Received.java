package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What must hold of the entries a receiver got, whatever happened on the way. */
final class Received {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Received() {}

    /** Waits until the sinks have all that is in the log now; returns how much that is. */
    static long upToDate(Client admin, long atLeast) {
        long size = Math.max(atLeast, size(admin));
        await(
                () ->
                        admin.get("/ready").json().items("streams").stream()
                                .allMatch(each -> each.number("next_index") >= size),
                () -> admin.get("/ready").text());
        return size;
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static long size(Client admin) {
        return Long.parseLong(
                admin.get("/audit/checkpoint").text().lines().skip(1).findFirst().orElseThrow());
    }

    /** Every entry up to the size is there; none comes before the one before it. */
    static void isWhole(Supplier<List<String>> received, long size) {
        Set<Long> seen = new HashSet<>();
        for (String line : received.get()) {
            long index = Json.parse(line).number("leaf_index");
            assertThat(index == 0 || seen.contains(index - 1))
                    .as("entry " + index + " before the one before it")
                    .isTrue();
            seen.add(index);
        }
        for (long index = 0; index < size; index++) {
            assertThat(seen).as("entry " + index).contains(index);
        }
    }
}
