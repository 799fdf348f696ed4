package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.MemberAwayException;
import dev.sealwright.keyservice.api.RefusalCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A question that goes from one keeper to the next until one answers it. For one thread. */
final class Turn<T> {
    /** As long as one call may take; later nobody waits for the answer any more. */
    static final Duration CALL = Duration.ofSeconds(15);

    /**
     * Refusals of one that has not the key, no room for it, or is not where the log is. Another may
     * do it; any other rule holds for all.
     */
    private static final Set<RefusalCode> ELSEWHERE =
            EnumSet.of(
                    RefusalCode.UNKNOWN_KEY,
                    RefusalCode.KEY_STATE,
                    RefusalCode.STALE,
                    RefusalCode.CIPHERTEXT,
                    RefusalCode.NO_ROOM,
                    RefusalCode.NOT_OFFERED);

    /**
     * Of these, such that the caller is told once nobody does it, whoever else is away: it is the
     * log that says so, or a new leaf mends it.
     */
    private static final Set<RefusalCode> EVERYWHERE =
            EnumSet.of(
                    RefusalCode.STALE,
                    RefusalCode.KEY_STATE,
                    RefusalCode.NO_ROOM,
                    RefusalCode.NOT_OFFERED);

    private sealed interface Outcome<T> {
        record Done<T>(T answer) implements Outcome<T> {}

        record Failed<T>(Keeper keeper, RuntimeException why) implements Outcome<T> {}
    }

    private final Deque<Keeper> next;
    private final Function<Keeper, T> question;
    private final Function<List<Keeper>, String> names;
    private final BlockingQueue<Outcome<T>> arriving = new LinkedBlockingQueue<>();
    private final List<Keeper> away = new ArrayList<>();
    private final List<KeyServiceRefusedException> refusals = new ArrayList<>();
    private int open;

    /**
     * @param names of keepers, for people
     */
    Turn(
            Collection<Keeper> keepers,
            Function<Keeper, T> question,
            Function<List<Keeper>, String> names) {
        this.names = names;
        this.next = new ArrayDeque<>(keepers);
        this.question = question;
    }

    /**
     * The first answer.
     *
     * @param patience after this the next is asked too
     */
    T answer(Duration patience) {
        long end = System.nanoTime() + CALL.toNanos();
        askNext();
        while (open > 0) {
            Optional<Outcome<T>> outcome =
                    arrival(
                            next.isEmpty()
                                    ? end
                                    : Math.min(end, System.nanoTime() + patience.toNanos()));
            if (outcome.isEmpty() && next.isEmpty()) {
                break;
            }
            if (outcome.isPresent()) {
                open--;
                switch (outcome.get()) {
                    case Outcome.Done<T>(T answer) -> {
                        return answer;
                    }
                    case Outcome.Failed<T>(Keeper keeper, RuntimeException why) ->
                            note(keeper, why);
                }
            }
            askNext();
        }
        throw verdict();
    }

    private void askNext() {
        Keeper keeper = next.poll();
        if (keeper != null) {
            open++;
            Thread.ofVirtual().name("keeper-" + keeper.address()).start(() -> ask(keeper));
        }
    }

    private void ask(Keeper keeper) {
        try {
            arriving.add(new Outcome.Done<>(question.apply(keeper)));
        } catch (RuntimeException e) {
            arriving.add(new Outcome.Failed<>(keeper, e));
        }
    }

    private Optional<Outcome<T>> arrival(long until) {
        try {
            return Optional.ofNullable(
                    arriving.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyServiceUnavailableException("The members were not waited for.", e);
        }
    }

    private void note(Keeper keeper, RuntimeException why) {
        switch (why) {
            case KeyServiceUnavailableException _ -> {
                keeper.forget();
                away.add(keeper);
            }
            case KeyServiceRefusedException refused when ELSEWHERE.contains(refused.code()) ->
                    refusals.add(refused);
            default -> throw why;
        }
    }

    private RuntimeException verdict() {
        Optional<KeyServiceRefusedException> everywhere =
                refusals.stream().filter(each -> EVERYWHERE.contains(each.code())).findFirst();
        if (everywhere.isPresent()) {
            return everywhere.get();
        }
        if (away.isEmpty() && !refusals.isEmpty()) {
            return refusals.getFirst();
        }
        String who = names.apply(away);
        return refusals.isEmpty()
                ? new KeyServiceUnavailableException("No member answers: " + who + ".")
                : new MemberAwayException(
                        "What this needs is on a member that is away: " + who + ".");
    }
}
