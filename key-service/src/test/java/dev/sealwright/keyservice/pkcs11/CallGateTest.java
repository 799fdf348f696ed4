package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who is in the module beside whom. */
final class CallGateTest {
    private static final int ROUNDS = 3_000;

    private final CallGate gate = new CallGate();
    private final AtomicInteger beside = new AtomicInteger();
    private final AtomicInteger alone = new AtomicInteger();

    private static long soon() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }

    private static long now() {
        return System.nanoTime();
    }

    /** Whether it was never beside one that is alone. */
    private boolean entersBeside() throws InterruptedException {
        boolean kept = true;
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(gate.tryEnter() || gate.enter(soon())).isTrue();
            beside.incrementAndGet();
            kept &= alone.get() == 0;
            beside.decrementAndGet();
            gate.leave();
        }
        return kept;
    }

    /** Whether it was always alone. */
    private boolean entersAlone() throws InterruptedException {
        boolean kept = true;
        for (int i = 0; i < ROUNDS / 10; i++) {
            assertThat(i % 2 == 0 ? gate.enterAlone(soon()) : gate.enterToFinalise(soon()))
                    .isTrue();
            kept &= alone.incrementAndGet() == 1 && beside.get() == 0;
            alone.decrementAndGet();
            gate.leaveAlone();
        }
        return kept;
    }

    @Test
    void whoeverIsAloneIsAloneHoweverManyPressIn() throws Exception {
        List<Future<Boolean>> kept = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 4; i++) {
                kept.add(threads.submit(this::entersBeside));
            }
            for (int i = 0; i < 2; i++) {
                kept.add(threads.submit(this::entersAlone));
            }
        }
        for (Future<Boolean> each : kept) {
            assertThat(each.get()).isTrue();
        }
    }

    @Test
    void nobodyEntersBesideOneThatWaitsToBeAlone() throws Exception {
        assertThat(gate.tryEnter()).isTrue();
        Thread waiting = Thread.ofPlatform().daemon().start(this::enterAndLeaveAlone);
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(1_000_000);
        }

        assertThat(gate.tryEnter()).isFalse();
        assertThat(gate.enter(now())).isFalse();

        gate.leave();
        waiting.join();
        assertThat(gate.tryEnter()).isTrue();
    }

    private void enterAndLeaveAlone() {
        try {
            assertThat(gate.enterAlone(soon())).isTrue();
            gate.leaveAlone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoWaitedInVainToBeAloneKeepsNobodyOut() throws Exception {
        assertThat(gate.tryEnter()).isTrue();

        assertThat(gate.enterAlone(now())).isFalse();

        assertThat(gate.tryEnter()).isTrue();
    }

    @Test
    void aCallThatIsWrittenOffKeepsTheModuleFromItsEndAndNobodyElse() throws Exception {
        assertThat(gate.tryEnter()).isTrue();
        gate.writeOff(false);

        assertThat(gate.enterToFinalise(soon())).isFalse();
        assertThat(gate.enterAlone(soon())).isTrue();
        gate.writeOff(true);
        assertThat(gate.tryEnter()).isTrue();
        gate.leave();
        assertThat(gate.awaitLost(now())).isFalse();

        gate.leaveWrittenOff();
        gate.leaveWrittenOff();
        assertThat(gate.awaitLost(now())).isTrue();
        assertThat(gate.enterToFinalise(soon())).isTrue();
    }
}
