package dev.sealwright.controlplane.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Work that is done once for all who ask for it at the same moment. Who asks while it is under way
 * is served by the next time, which the first of those does. They wait for no lock one after the
 * other: those whose work is done go on all at once.
 *
 * @param <T> what each of them wants
 */
public final class Gathering<T> {
    private final int most;
    private final Consumer<List<T>> work;
    private final Queue<Place<T>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param most how many are served at once
     * @param work for all of them; whatever it throws is thrown to each
     */
    public Gathering(int most, Consumer<List<T>> work) {
        this.most = most;
        this.work = work;
    }

    /** What became of one who waits. */
    private sealed interface Turn {
        enum Plain implements Turn {
            /** He is to do the work, for himself and for those who wait with him. */
            LEAD,
            DONE,
            /** By no exception that others could be given. */
            BROKEN_OFF
        }

        record Failed(RuntimeException why) implements Turn {}
    }

    private record Place<T>(T wanted, CompletableFuture<Turn> turn) {
        Place(T wanted) {
            this(wanted, new CompletableFuture<>());
        }
    }

    /** Returns when the work was done for this, beginning after this call. */
    public void join(T wanted) {
        Place<T> mine = new Place<>(wanted);
        if (isFirst(mine)) {
            lead();
        } else {
            served(mine.turn().join());
        }
    }

    /** The same for who must not wait for others; false if the work is under way. */
    public boolean tryJoin(T wanted) {
        synchronized (this) {
            if (busy) {
                return false;
            }
            busy = true;
            waiting.add(new Place<>(wanted));
        }
        lead();
        return true;
    }

    private synchronized boolean isFirst(Place<T> mine) {
        waiting.add(mine);
        boolean first = !busy;
        busy = true;
        return first;
    }

    private void served(Turn turn) {
        switch (turn) {
            case Turn.Plain.LEAD -> lead();
            case Turn.Plain.DONE -> {}
            case Turn.Plain.BROKEN_OFF -> throw new IllegalStateException("the work broke off");
            case Turn.Failed(RuntimeException why) -> throw why;
        }
    }

    /** Whoever leads is the first of those who wait. */
    private void lead() {
        List<Place<T>> served = next();
        Turn end = Turn.Plain.BROKEN_OFF;
        try {
            work.accept(served.stream().map(Place::wanted).toList());
            end = Turn.Plain.DONE;
        } catch (RuntimeException e) {
            end = new Turn.Failed(e);
            throw e;
        } finally {
            handOver();
            Turn turn = end;
            served.forEach(each -> each.turn().complete(turn));
        }
    }

    private synchronized List<Place<T>> next() {
        List<Place<T>> served = new ArrayList<>();
        while (served.size() < most && !waiting.isEmpty()) {
            served.add(waiting.remove());
        }
        return served;
    }

    private void handOver() {
        Optional<Place<T>> next;
        synchronized (this) {
            next = Optional.ofNullable(waiting.peek());
            busy = next.isPresent();
        }
        next.ifPresent(place -> place.turn().complete(Turn.Plain.LEAD));
    }
}
