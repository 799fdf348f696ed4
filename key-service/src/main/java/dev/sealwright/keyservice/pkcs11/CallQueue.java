package dev.sealwright.keyservice.pkcs11;

import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that wait for a session, at most so many. No caller and no session waits for a lock. */
final class CallQueue {
    private final LinkedTransferQueue<Call<?>> calls = new LinkedTransferQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int room;

    CallQueue(int room) {
        this.room = room;
    }

    /** Takes the call in; false when there is no room for it. */
    boolean offer(Call<?> call) {
        if (size.incrementAndGet() > room) {
            size.decrementAndGet();
            return false;
        }
        return calls.offer(call);
    }

    /** The next call, if one waits. */
    Optional<Call<?>> poll() {
        Optional<Call<?>> call = Optional.ofNullable(calls.poll());
        if (call.isPresent()) {
            size.decrementAndGet();
        }
        return call;
    }

    /** The next call, as soon as one is there. */
    Call<?> take() throws InterruptedException {
        Call<?> call = calls.take();
        size.decrementAndGet();
        return call;
    }

    /** About how many wait. */
    int size() {
        return size.get();
    }

    /** Gives up those whose deadline has passed. They stay until a session comes across them. */
    void giveUpLate(long now) {
        for (Call<?> call : calls) {
            call.giveUpIfLate(now);
        }
    }
}
