package dev.sealwright.controlplane.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is served together, and what a failure costs whom. */
final class GatheringTest {
    private static final int CALLERS = 64;

    private final List<List<Integer>> done = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private volatile Optional<Throwable> breaks = Optional.empty();

    private void work(List<Integer> wanted) {
        done.add(wanted);
        gate.acquireUninterruptibly();
        switch (breaks.orElse(null)) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }

    /** One that is in the work, and others that wait, in order. */
    private List<FutureTask<Integer>> joined(Gathering<Integer> gathering, int callers) {
        List<FutureTask<Integer>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int mine = i;
            FutureTask<Integer> call =
                    new FutureTask<>(
                            () -> {
                                gathering.join(mine);
                                return mine;
                            });
            Thread thread = Thread.ofPlatform().daemon().start(call);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            all.add(call);
        }
        return all;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void whoComesMeanwhileIsServedTogether() throws Exception {
        var all = joined(new Gathering<>(Integer.MAX_VALUE, this::work), CALLERS);
        gate.release(CALLERS);

        for (int i = 0; i < CALLERS; i++) {
            assertThat(all.get(i).get()).isEqualTo(i);
        }
        assertThat(done).containsExactly(List.of(0), numbers(1, CALLERS));
    }

    @Test
    void noMoreAreServedAtOnceThanMay() throws Exception {
        var all = joined(new Gathering<>(10, this::work), 25);
        gate.release(25);

        for (FutureTask<Integer> each : all) {
            assertThat(each.get()).isNotNull();
        }
        assertThat(done)
                .containsExactly(List.of(0), numbers(1, 11), numbers(11, 21), numbers(21, 25));
    }

    @Test
    void aFailureIsThrownToThoseItMeetsAndNobodyElse() throws Exception {
        var all = joined(new Gathering<>(2, this::work), 4);
        gate.release();
        assertThat(all.get(0).get()).isZero();
        IllegalArgumentException failure = new IllegalArgumentException("no room");
        breaks = Optional.of(failure);
        gate.release();

        for (FutureTask<Integer> met : all.subList(1, 3)) {
            assertThatThrownBy(met::get).isInstanceOf(ExecutionException.class).hasCause(failure);
        }
        breaks = Optional.empty();
        gate.release();
        assertThat(all.get(3).get()).isEqualTo(3);
    }

    @Test
    void anErrorLeavesNobodyWaiting() throws Exception {
        var all = joined(new Gathering<>(2, this::work), 4);
        gate.release();
        assertThat(all.get(0).get()).isZero();
        breaks = Optional.of(new AssertionError("broken"));
        gate.release();

        assertThatThrownBy(all.get(1)::get).hasCauseInstanceOf(AssertionError.class);
        assertThatThrownBy(all.get(2)::get).hasCauseInstanceOf(IllegalStateException.class);
        breaks = Optional.empty();
        gate.release();
        assertThat(all.get(3).get()).isEqualTo(3);
    }

    @Test
    void whoMustNotWaitDoesNot() throws Exception {
        Gathering<Integer> gathering = new Gathering<>(2, this::work);
        var all = joined(gathering, 1);

        assertThat(gathering.tryJoin(7)).isFalse();
        gate.release(2);
        assertThat(all.getFirst().get()).isZero();
        assertThat(gathering.tryJoin(8)).isTrue();
        assertThat(done).containsExactly(List.of(0), List.of(8));
    }
}
