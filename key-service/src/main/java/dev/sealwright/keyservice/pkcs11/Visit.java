package dev.sealwright.keyservice.pkcs11;

import java.util.concurrent.atomic.AtomicBoolean;

/** A stay in the module, which is written off when it takes too long. */
final class Visit {
    private final CallGate gate;
    private final boolean alone;
    private final long since = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();

    /** One that came through the gate already. */
    Visit(CallGate gate, boolean alone) {
        this.gate = gate;
        this.alone = alone;
    }

    /** Gives it up when it has lasted longer than this; true for the one who does. */
    boolean writeOffAfter(long nanos) {
        if (System.nanoTime() - since > nanos && over.compareAndSet(false, true)) {
            gate.writeOff(alone);
            return true;
        }
        return false;
    }

    /** Goes out through the gate; false when it had been given up, so that nobody waits for it. */
    boolean leave() {
        if (!over.compareAndSet(false, true)) {
            gate.leaveWrittenOff();
            return false;
        }
        if (alone) {
            gate.leaveAlone();
        } else {
            gate.leave();
        }
        return true;
    }
}
