package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.pkcs11.Call.Manner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whoever has an answer gets it, whoever else comes or goes meanwhile. */
final class WakeUpsTest {
    private static final int MANY = 1000;
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final WakeUps wakeUps = new WakeUps();

    /** A caller that waits on a thread of its own. */
    private record Caller(Call<String> call, Thread thread, CompletableFuture<String> answer) {
        static Caller waiting(long made) throws Exception {
            var call = new CompletableFuture<Call<String>>();
            var answer = new CompletableFuture<String>();
            Thread thread = Thread.ofPlatform().daemon().start(() -> wait(made, call, answer));
            Caller caller = new Caller(call.get(), thread, answer);
            while (!caller.isParked()) {
                LockSupport.parkNanos(MILLISECOND);
            }
            return caller;
        }

        private static void wait(
                long made,
                CompletableFuture<Call<String>> begun,
                CompletableFuture<String> answer) {
            var call = new Call<>(_ -> "", Manner.USE, made, made + MILLISECOND * MANY);
            begun.complete(call);
            try {
                answer.complete(call.await());
            } catch (KeyBackendUnavailableException e) {
                answer.completeExceptionally(e);
            }
        }

        boolean isParked() {
            return thread.getState() == Thread.State.WAITING;
        }

        String answered() throws Exception {
            return answer.get(1, TimeUnit.MINUTES);
        }
    }

    private static List<Caller> waiting(int callers) throws Exception {
        List<Caller> waiting = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            waiting.add(Caller.waiting(0));
        }
        return waiting;
    }

    /** The answer is there, and so many calls wait. */
    private void answer(Caller caller, String answer, long now, int waiting) {
        caller.call().succeed(answer);
        wakeUps.add(caller.call(), now - MILLISECOND, now, waiting);
    }

    @Test
    void allThatWereNotedAreWokenTogether() throws Exception {
        List<Caller> callers = waiting(5);
        for (int i = 0; i < 5; i++) {
            answer(callers.get(i), "answer " + i, 0, MANY);
        }
        assertThat(callers).allMatch(Caller::isParked);

        wakeUps.wakeAll();

        for (int i = 0; i < 5; i++) {
            assertThat(callers.get(i).answered()).isEqualTo("answer " + i);
        }
    }

    @Test
    void theOthersAreWokenThoughTheFirstHasLeft() throws Exception {
        List<Caller> callers = waiting(3);
        callers.getFirst().thread().interrupt();
        callers.getFirst().thread().join();
        for (Caller caller : callers) {
            answer(caller, "answer", 0, MANY);
        }

        wakeUps.wakeAll();

        assertThat(callers.getFirst().answer()).isCompletedExceptionally();
        assertThat(callers.get(1).answered()).isEqualTo("answer");
        assertThat(callers.get(2).answered()).isEqualTo("answer");
    }

    @Test
    void nobodyIsHeldBackWhenNoCallWaits() throws Exception {
        Caller caller = Caller.waiting(0);

        answer(caller, "answer", 0, 0);

        assertThat(caller.answered()).isEqualTo("answer");
    }

    @Test
    void nobodyIsHeldBackForLongerThanHalfTheTimeHisCallTook() throws Exception {
        List<Caller> callers = waiting(3);
        long first = 4 * MILLISECOND;
        answer(callers.get(0), "first", first, MANY);
        answer(callers.get(1), "second", first + 2 * MILLISECOND - 1, MANY);
        assertThat(callers).allMatch(Caller::isParked);

        answer(callers.get(2), "third", first + 2 * MILLISECOND, MANY);

        assertThat(callers.get(0).answered()).isEqualTo("first");
        assertThat(callers.get(1).answered()).isEqualTo("second");
        assertThat(callers.get(2).answered()).isEqualTo("third");
    }

    /** A call whose thread dies before it leaves with its answer. */
    private static Call<String> ofADeadCaller() throws Exception {
        var call = new CompletableFuture<Call<String>>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () ->
                                        call.complete(
                                                new Call<>(
                                                        _ -> "",
                                                        Manner.USE,
                                                        0,
                                                        MILLISECOND * MANY)));
        thread.join();
        return call.get();
    }

    private void answerTheDead(Call<String> call) {
        call.succeed("nobody hears it");
        wakeUps.add(call, -MILLISECOND, 0, MANY);
    }

    @Test
    void theWatchWakesThoseWhomADeadCallerWasGiven() throws Exception {
        List<Caller> callers = waiting(4);
        answerTheDead(ofADeadCaller());
        answer(callers.get(0), "first", 0, MANY);
        answer(callers.get(1), "second", 0, MANY);
        wakeUps.wakeAll();
        answerTheDead(ofADeadCaller());
        answer(callers.get(2), "third", 0, MANY);
        answer(callers.get(3), "fourth", 0, MANY);
        wakeUps.wakeAll();
        assertThat(callers).as("no session knows them any more").allMatch(Caller::isParked);

        wakeUps.wakeNoted();

        assertThat(callers.get(0).answered()).isEqualTo("first");
        assertThat(callers.get(1).answered()).isEqualTo("second");
        assertThat(callers.get(2).answered()).isEqualTo("third");
        assertThat(callers.get(3).answered()).isEqualTo("fourth");
    }

    @Test
    void theWatchWakesWhoeverIsNoted() throws Exception {
        List<Caller> callers = waiting(2);
        answer(callers.get(0), "first", 0, MANY);
        answer(callers.get(1), "second", 0, MANY);

        wakeUps.wakeNoted();

        assertThat(callers.get(0).answered()).isEqualTo("first");
        assertThat(callers.get(1).answered()).isEqualTo("second");
    }
}
