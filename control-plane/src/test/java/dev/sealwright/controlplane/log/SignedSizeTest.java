package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.trace.RequestTime;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far the log is signed, as requests of one replica see it while another one signs. */
class SignedSizeTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int ASKING = 32;

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final Postgres database = StorageOn.database();
    private final LogRoom other = LogRoom.open(database, trust, new SoftwareVoter(trust), clock);
    private final CountedTransactions counted = new CountedTransactions();
    private final StorageOn storage = StorageOn.open(database, counted::around);
    private final SignedSize size = new SignedSize(storage.storage());

    @AfterEach
    void close() {
        storage.close();
        other.close();
        database.afterAll(null);
    }

    private long signed() {
        return other.log().await(other.propose(ORG)).index() + 1;
    }

    private static HttpRequest<?> request() {
        HttpRequest<?> request = new SimpleHttpRequest<>(HttpMethod.GET, "/", null);
        RequestTime.began(request);
        return request;
    }

    private static long within(HttpRequest<?> request, LongSupplier work) {
        Supplier<Long> boxed = work::getAsLong;
        return ServerRequestContext.with(request, boxed);
    }

    @Test
    void whoAsksOutsideOfARequestSeesWhatIsSignedThen() {
        for (int i = 0; i < 3; i++) {
            long expected = signed();
            assertThat(size.now()).isEqualTo(expected);
        }
        assertThat(counted.count()).isEqualTo(3);
    }

    @Test
    void aRequestAsksTheDatabaseOnce() {
        long expected = signed();
        HttpRequest<?> request = request();

        assertThat(within(request, size::now)).isEqualTo(expected);
        assertThat(within(request, size::now)).isEqualTo(expected);
        assertThat(counted.count()).isEqualTo(1);
    }

    @Test
    void aRequestSeesWhatWasSignedBeforeItCameIn() {
        signed();
        assertThat(within(request(), size::now)).isPositive();
        long expected = signed();

        assertThat(within(request(), size::now)).isEqualTo(expected);
    }

    @Test
    void aRequestThatCameInBeforeTheAnswerNeedsNoOther() {
        long expected = signed();
        HttpRequest<?> early = request();
        assertThat(within(request(), size::now)).isEqualTo(expected);

        assertThat(within(early, size::now)).isEqualTo(expected);
        assertThat(counted.count()).isEqualTo(1);
    }

    @Test
    void aRequestSeesWhatItWaitedFor() {
        signed();
        HttpRequest<?> request = request();
        within(request, size::now);
        long expected = signed();
        size.atLeast(expected);

        assertThat(within(request, size::now)).isEqualTo(expected);
        size.atLeast(1);
        assertThat(within(request, size::now)).isEqualTo(expected);
    }

    @Test
    void whoAsksWhileTheDatabaseIsAskedSharesTheNextAnswer() throws Exception {
        long expected = signed();
        counted.hold();
        List<FutureTask<Long>> answers = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            FutureTask<Long> answer = new FutureTask<>(size::now);
            Thread thread = Thread.ofPlatform().daemon().start(answer);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            answers.add(answer);
        }
        counted.letGo();

        for (FutureTask<Long> answer : answers) {
            assertThat(answer.get()).isEqualTo(expected);
        }
        assertThat(counted.count()).isEqualTo(2);
    }

    @Test
    void whatAnOldSnapshotSeesAnswersNobodyElse() {
        long before = signed();
        AtomicReference<HttpRequest<?>> request = new AtomicReference<>();
        AtomicLong expected = new AtomicLong();
        long seen =
                storage.storage()
                        .snapshot(
                                connection -> {
                                    Heads.read(connection);
                                    expected.set(
                                            CompletableFuture.supplyAsync(this::signed).join());
                                    request.set(request());
                                    return size.now();
                                });

        assertThat(seen).isEqualTo(before);
        assertThat(within(request.get(), size::now)).isEqualTo(expected.get());
    }

    @Test
    void insideATransactionItIsAskedOnItsConnection() {
        long expected = signed();

        assertThat(storage.storage().<Long>write(connection -> size.now())).isEqualTo(expected);
        assertThat(counted.count()).isEqualTo(1);
    }
}
