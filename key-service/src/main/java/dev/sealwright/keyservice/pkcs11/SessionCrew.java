package dev.sealwright.keyservice.pkcs11;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that may make calls. One whose call does not come back is replaced, as often as there
 * are sessions; after that the crew shrinks, since a module that swallows every thread will swallow
 * the next.
 */
final class SessionCrew {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCrew.class);

    private record Member(SessionWorker worker, Thread thread) {}

    private final Supplier<SessionWorker> workers;
    private final List<Member> members = new ArrayList<>();
    private final List<Thread> lost = new ArrayList<>();
    private int wanted;
    private int replacementsLeft;

    SessionCrew(Supplier<SessionWorker> workers) {
        this.workers = workers;
    }

    synchronized void start(int sessions) {
        wanted = sessions;
        replacementsLeft = sessions;
        for (int i = 0; i < sessions; i++) {
            members.add(newMember());
        }
    }

    /** How many threads serve. */
    synchronized int size() {
        return members.size();
    }

    /** Replaces threads that hang or have ended, and looks after the callers of the others. */
    synchronized void lookAfter(Duration hangLimit, long now) {
        takeBack();
        for (Member member : List.copyOf(members)) {
            if (!member.thread().isAlive()) {
                replace(member, "A session's thread has ended");
            } else if (member.worker().giveUpAfter(hangLimit.toNanos(), now)) {
                replace(member, "A call into the PKCS#11 module did not come back");
            } else {
                member.worker().lookAfterCallers(now);
            }
        }
    }

    /** A thread that came back late has ended; another may hang in its stead. */
    private void takeBack() {
        for (Thread thread : List.copyOf(lost)) {
            if (!thread.isAlive()) {
                lost.remove(thread);
                replacementsLeft++;
            }
        }
        while (members.size() < wanted && replacementsLeft > 0) {
            replacementsLeft--;
            members.add(newMember());
        }
    }

    private void replace(Member member, String why) {
        members.remove(member);
        lost.add(member.thread());
        if (replacementsLeft > 0) {
            replacementsLeft--;
            members.add(newMember());
            LOG.warn("{}; another thread takes its place.", why);
        } else {
            LOG.error("{}, as others before it. Restart the service.", why);
        }
    }

    private Member newMember() {
        SessionWorker worker = workers.get();
        Thread thread = Thread.ofPlatform().daemon().name("pkcs11-session-", 0).start(worker);
        return new Member(worker, thread);
    }

    /**
     * Ends the threads; true when all of them came back from the module before the end (of {@link
     * System#nanoTime}).
     */
    boolean close(long end) {
        List<Member> leaving = leaving();
        leaving.forEach(member -> member.worker().stop());
        leaving.forEach(member -> member.thread().interrupt());
        boolean allBack = true;
        for (Member member : leaving) {
            boolean back = joins(member.thread(), end);
            if (!back) {
                member.worker().abandon();
            }
            allBack &= back;
        }
        return allBack;
    }

    private synchronized List<Member> leaving() {
        List<Member> leaving = List.copyOf(members);
        members.clear();
        wanted = 0;
        replacementsLeft = 0;
        return leaving;
    }

    private static boolean joins(Thread thread, long end) {
        try {
            return thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
