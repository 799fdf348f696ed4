package dev.sealwright.keyservice.pkcs11;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls into the module run side by side, and lets what changes objects or the module run
 * alone. A call that its thread never came back from is written off: then objects can still be
 * changed, but the module can not be finalised under it.
 *
 * <p>Side by side nobody takes the lock: whoever enters and leaves counts himself in {@link
 * #sides}, which also tells whether someone is alone or waits to be.
 */
final class CallGate {
    /**
     * Set in {@link #sides} while someone is alone or waits to be; below it stands how many run.
     */
    private static final int CLOSED = 1 << 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger sides = new AtomicInteger();
    private int writtenOff;
    private int waitingAlone;
    private boolean alone;

    /** Enters side by side with others, if that needs no waiting. */
    boolean tryEnter() {
        int now = sides.get();
        while (now < CLOSED) {
            if (sides.compareAndSet(now, now + 1)) {
                return true;
            }
            now = sides.get();
        }
        return false;
    }

    /**
     * Enters side by side with others; false when the deadline (of {@link System#nanoTime}) passes
     * first.
     */
    boolean enter(long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (!tryEnter()) {
                if (!await(deadline)) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        if (sides.decrementAndGet() >= CLOSED) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Counts one entered call as lost. */
    void writeOff(boolean enteredAlone) {
        lock.lock();
        try {
            if (enteredAlone) {
                alone = false;
            } else {
                sides.decrementAndGet();
            }
            writtenOff++;
            openOrClose();
        } finally {
            lock.unlock();
        }
    }

    /** The lost call came back after all. */
    void leaveWrittenOff() {
        lock.lock();
        try {
            writtenOff--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Enters when nothing else runs, lost calls aside. */
    boolean enterAlone(long deadline) throws InterruptedException {
        return enterAlone(deadline, false);
    }

    /**
     * Enters when nothing else runs, lost calls included; false at once where there is one, since
     * everybody waits for whoever waits here.
     */
    boolean enterToFinalise(long deadline) throws InterruptedException {
        return enterAlone(deadline, true);
    }

    private boolean enterAlone(long deadline, boolean toFinalise) throws InterruptedException {
        lock.lock();
        waitingAlone++;
        openOrClose();
        try {
            while (alone || sides.get() > CLOSED) {
                if ((toFinalise && writtenOff > 0) || !await(deadline)) {
                    return false;
                }
            }
            if (toFinalise && writtenOff > 0) {
                return false;
            }
            alone = true;
            return true;
        } finally {
            waitingAlone--;
            openOrClose();
            lock.unlock();
        }
    }

    void leaveAlone() {
        lock.lock();
        try {
            alone = false;
            openOrClose();
        } finally {
            lock.unlock();
        }
    }

    /** To be called under the lock, after whatever changed. */
    private void openOrClose() {
        boolean closed = alone || waitingAlone > 0;
        sides.updateAndGet(now -> closed ? now | CLOSED : now & ~CLOSED);
        changed.signalAll();
    }

    /** Waits for the lost calls to come back; false when the deadline passes first. */
    boolean awaitLost(long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (writtenOff > 0) {
                if (!await(deadline)) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // Every caller loops.
    private boolean await(long deadline) throws InterruptedException {
        return changed.awaitNanos(deadline - System.nanoTime()) > 0;
    }
}
