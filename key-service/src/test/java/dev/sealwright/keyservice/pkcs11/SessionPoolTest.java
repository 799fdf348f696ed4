package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.FaultOrder;
import dev.sealwright.testkit.FaultyModule;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How calls get to the sessions, and their answers back to whoever waits. */
final class SessionPoolTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final Duration LONG = Duration.ofMinutes(2);

    private final SoftHsmToken token = HSM.token();
    @TempDir private static Path folder;

    private FaultyModule module;
    private Pkcs11KeyBackend backend;
    private KeyHandle key;

    @BeforeEach
    void makeAKey() {
        module = FaultyModule.before(token.module(), folder);
        open(4, 1024);
        key =
                backend.generate(
                        KeySpec.of(new KeyLabel("key-" + System.nanoTime()), KeyAlgorithm.ED25519));
    }

    @AfterEach
    void closeTheBackend() {
        module.behave();
        backend.close();
    }

    private void open(int sessions, int queue) {
        backend =
                Pkcs11KeyBackend.open(
                        new Pkcs11Config(
                                module.path(),
                                token.label(),
                                token.userPinFile(),
                                sessions,
                                queue,
                                LONG,
                                LONG,
                                Optional.empty()),
                        new SecureRandom());
    }

    private void reopen(int sessions, int queue) {
        backend.close();
        open(sessions, queue);
    }

    /** A caller that is known to wait, on a thread of its own. */
    private record Caller(FutureTask<Bytes> answer, Thread thread) {
        Bytes answered() throws Exception {
            return answer.get(LONG.toSeconds() / 2, TimeUnit.SECONDS);
        }

        RuntimeException failed() throws Exception {
            try {
                throw new AssertionError("answered: " + answered());
            } catch (ExecutionException e) {
                return (RuntimeException) e.getCause();
            }
        }
    }

    private Caller waiting(Callable<Bytes> call) {
        var answer = new FutureTask<>(call);
        Thread thread = Thread.ofPlatform().daemon().start(answer);
        awaitParked(thread);
        return new Caller(answer, thread);
    }

    private Caller waitingForASignature() {
        return waiting(() -> backend.sign(key, MESSAGE));
    }

    private static void awaitParked(Thread thread) {
        long end = System.nanoTime() + LONG.toNanos() / 2;
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitInside() {
        long end = System.nanoTime() + LONG.toNanos() / 2;
        while (module.inside("C_Sign") == 0) {
            assertThat(System.nanoTime()).as("time to be inside").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aSessionsThreadThatEndsIsReplaced() throws Exception {
        reopen(2, 1024);
        List<Thread> sessions =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("pkcs11-session-"))
                        .toList();
        assertThat(sessions).hasSize(2);

        for (Thread session : sessions) {
            session.interrupt();
            session.join();
        }

        assertThat(backend.sign(key, MESSAGE).size()).isEqualTo(64);
    }

    @Test
    void eachOfManyCallersGetsItsOwnAnswer() throws Exception {
        reopen(3, 1024);
        int callers = 48;
        List<Future<Boolean>> outcomes = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                Bytes message = Bytes.utf8("message " + i);
                outcomes.add(threads.submit(() -> signsAlike(message, 30)));
            }
        }

        for (Future<Boolean> outcome : outcomes) {
            assertThat(outcome.get()).isTrue();
        }
    }

    /** Ed25519 is deterministic: an answer that is another caller's shows. */
    private boolean signsAlike(Bytes message, int times) {
        Bytes first = backend.sign(key, message);
        for (int i = 1; i < times; i++) {
            if (!backend.sign(key, message).equals(first)) {
                return false;
            }
        }
        return !first.equals(backend.sign(key, MESSAGE));
    }

    @Test
    void anAnswerIsNotKeptBackByTheNextCallThatHangs() throws Exception {
        reopen(1, 16);
        FaultOrder.Given first = module.on("C_Sign").hang();
        Caller answered = waitingForASignature();
        awaitInside();
        FaultOrder.Given second = module.on("C_Sign").hang();
        List<Caller> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            others.add(waitingForASignature());
        }

        first.end();

        Bytes expected = answered.answered();
        assertThat(others).noneMatch(other -> other.answer().isDone());
        second.end();
        for (Caller other : others) {
            assertThat(other.answered()).isEqualTo(expected);
        }
    }

    @Test
    void anInterruptedCallerIsToldAndItsCallNotMade() throws Exception {
        reopen(1, 16);
        FaultOrder.Given hanging = module.on("C_Sign").hang();
        Caller inside = waitingForASignature();
        awaitInside();
        Caller interrupted = waitingForASignature();

        interrupted.thread().interrupt();

        assertThat(interrupted.failed())
                .isInstanceOf(KeyBackendUnavailableException.class)
                .hasMessageContaining("interrupted");
        hanging.end();
        Bytes _ = inside.answered();
        long calls = module.calls("C_Sign");
        Bytes _ = backend.sign(key, MESSAGE);
        assertThat(module.calls("C_Sign") - calls).isEqualTo(1);
    }

    @Test
    void aCallBeyondTheQueueIsRefusedAtOnce() throws Exception {
        reopen(1, 1);
        FaultOrder.Given hanging = module.on("C_Sign").hang();
        Caller inside = waitingForASignature();
        awaitInside();
        Caller queued = waitingForASignature();

        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE))
                .withMessageContaining("queue");

        hanging.end();
        assertThat(queued.answered()).isEqualTo(inside.answered());
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(inside.answered());
    }

    @Test
    void closingAnswersEveryoneWhoWaits() throws Exception {
        reopen(1, 16);
        FaultOrder.Given hanging = module.on("C_Sign").hang();
        Caller inside = waitingForASignature();
        awaitInside();
        Caller queued = waitingForASignature();
        Thread closing = Thread.ofPlatform().daemon().start(backend::close);
        awaitParked(closing);

        hanging.end();

        assertThat(inside.answered().size()).isEqualTo(64);
        assertThat(queued.failed()).hasMessageContaining("closed");
        closing.join();
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE))
                .withMessageContaining("closed");
    }
}
