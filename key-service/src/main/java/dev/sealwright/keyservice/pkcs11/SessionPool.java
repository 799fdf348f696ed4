package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.Call.Work;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands calls over to the threads that may make them. Callers may be virtual threads: they wait
 * without holding a carrier, while a call into native code would hold it.
 *
 * <p>A thread whose call does not come back is replaced, as often as there are sessions; after that
 * the pool shrinks, since a module that swallows every thread will swallow the next.
 */
final class SessionPool {
    /** How long closing waits for calls in the module; finalising under one would crash. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

    private record Member(SessionWorker worker, Thread thread) {}

    private final Cryptoki cryptoki;
    private final CallGate gate;
    private final Recovery recovery;
    private final Duration deadline;
    private final Duration hangLimit;
    private final BlockingQueue<Call<?>> calls;
    private final List<Member> members = new ArrayList<>();
    private int replacementsLeft;
    private volatile boolean open = true;

    SessionPool(Cryptoki cryptoki, CallGate gate, Recovery recovery, Pkcs11Config config) {
        this.cryptoki = cryptoki;
        this.gate = gate;
        this.recovery = recovery;
        this.deadline = config.deadline();
        this.hangLimit = config.hangLimit();
        this.calls = new ArrayBlockingQueue<>(config.queue());
        this.replacementsLeft = config.sessions();
    }

    /** Starts the threads. */
    void start(int sessions) {
        synchronized (members) {
            for (int i = 0; i < sessions; i++) {
                members.add(newMember());
            }
        }
    }

    /** Runs a call on some session and waits for its answer. */
    <T> T call(Manner manner, Work<T> work) {
        if (!open) {
            throw Failures.closed();
        }
        recovery.current();
        var call = new Call<>(work, manner, System.nanoTime() + deadline.toNanos());
        if (!calls.offer(call)) {
            replaceHanging();
            throw Failures.busy();
        }
        try {
            return call.await();
        } finally {
            if (System.nanoTime() - call.deadline() >= 0) {
                replaceHanging();
            }
        }
    }

    /** How many threads serve. */
    int size() {
        synchronized (members) {
            return members.size();
        }
    }

    /** Ends the threads; true when all of them came back from the module in time. */
    boolean close() {
        open = false;
        List<Member> leaving;
        synchronized (members) {
            leaving = List.copyOf(members);
            members.clear();
            replacementsLeft = 0;
        }
        leaving.forEach(member -> member.worker().stop());
        leaving.forEach(member -> member.thread().interrupt());
        long end = System.nanoTime() + CLOSING.toNanos();
        boolean allBack = true;
        for (Member member : leaving) {
            allBack &= joins(member.thread(), end);
        }
        refuseTheRest();
        return allBack && lostOnesCameBack(end);
    }

    private boolean lostOnesCameBack(long end) {
        try {
            return gate.awaitLost(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refuseTheRest() {
        List<Call<?>> rest = new ArrayList<>();
        calls.drainTo(rest);
        rest.forEach(call -> call.fail(Failures.closed()));
    }

    private static boolean joins(Thread thread, long end) {
        try {
            return thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives up threads whose call has been in the module for too long. */
    void replaceHanging() {
        synchronized (members) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).worker().giveUpAfter(hangLimit.toNanos())) {
                    members.remove(i);
                    replace();
                }
            }
        }
    }

    private void replace() {
        if (replacementsLeft > 0) {
            replacementsLeft--;
            members.add(newMember());
            LOG.warn("A call into the PKCS#11 module did not come back; its thread is replaced.");
        } else {
            LOG.error(
                    "A call into the PKCS#11 module did not come back, as others before it. Restart the service.");
        }
    }

    private Member newMember() {
        var worker = new SessionWorker(cryptoki, gate, recovery, calls);
        Thread thread = Thread.ofPlatform().daemon().name("pkcs11-session-", 0).start(worker);
        return new Member(worker, thread);
    }
}
