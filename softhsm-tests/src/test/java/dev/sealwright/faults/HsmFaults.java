package dev.sealwright.faults;

import dev.sealwright.faults.HsmFault.Lasting;
import dev.sealwright.testkit.FaultOrder;
import dev.sealwright.testkit.FaultyModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A fault each 100 ms. The token is pulled, or a session hangs, one at a time; what is over with
 * the call that it meets goes on meanwhile, and is over in any case after some tenths of a second.
 */
final class HsmFaults {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final FaultyModule hsm;
    private final SplittableRandom random;
    private final Map<HsmFault, Integer> done = new EnumMap<>(HsmFault.class);
    private final List<Standing> standing = new ArrayList<>();
    private long hung;

    /** A fault that is to be mended then. */
    private record Standing(long end, Lasting fault) {}

    HsmFaults(FaultyModule hsm, long seed) {
        this.hsm = hsm;
        this.random = new SplittableRandom(seed);
    }

    /** For this long; then everything is mended. */
    void go(Duration time, Runnable progress) {
        long due = System.nanoTime();
        for (long end = due + time.toNanos(); due - end < 0; due += BETWEEN.toNanos()) {
            mend(due);
            breakSomething(due);
            progress.run();
            Soak.pause(Duration.ofNanos(Math.max(0, due + BETWEEN.toNanos() - System.nanoTime())));
        }
        mend(due + Duration.ofMinutes(1).toNanos());
        hsm.behave();
    }

    private void breakSomething(long now) {
        HsmFault fault = HsmFault.next(random);
        while (fault.lasts() && standing.stream().anyMatch(each -> each.fault().isLasting())) {
            fault = HsmFault.next(random);
        }
        Lasting lasting = fault.on(hsm, random);
        Duration time = lasting.isLasting() ? lasting.time() : PATIENCE;
        standing.add(new Standing(now + time.toNanos(), lasting));
        done.merge(fault, 1, Integer::sum);
    }

    private void mend(long now) {
        for (Iterator<Standing> all = standing.iterator(); all.hasNext(); ) {
            Standing next = all.next();
            if (next.end() - now <= 0) {
                hung += next.fault().hang().map(FaultOrder.Given::hits).orElse(0L);
                next.fault().mending().run();
                all.remove();
            }
        }
    }

    Map<HsmFault, Integer> done() {
        return Map.copyOf(done);
    }

    /** Calls of the module that hung. */
    long hung() {
        return hung;
    }

    int count() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }
}
