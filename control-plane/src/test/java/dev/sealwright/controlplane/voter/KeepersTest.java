package dev.sealwright.controlplane.voter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.MemberAwayException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.protocol.Bytes;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whom a question reaches, and what comes of it. */
final class KeepersTest {
    private static final Bytes ANSWER = Bytes.utf8("an answer");

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** A member that answers {@code anchors} so, and has a sharing key of its own. */
    private Keeper keeper(String name, Supplier<Bytes> anchors) {
        Bytes logKey = logKey(name);
        KeyService service =
                (KeyService)
                        Proxy.newProxyInstance(
                                KeyService.class.getClassLoader(),
                                new Class<?>[] {KeyService.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("sharingKey")) {
                                        return new SharingKey(logKey, logKey, Bytes.zeros(64));
                                    }
                                    asked.add(name);
                                    return anchors.get();
                                });
        return new Keeper("address of " + name, service);
    }

    private static Bytes logKey(String name) {
        return Bytes.of(Arrays.copyOf(Bytes.utf8(name).toArray(), 32));
    }

    private static Supplier<Bytes> refusing(RefusalCode code) {
        return () -> {
            throw new KeyServiceRefusedException(code, "no");
        };
    }

    private static Bytes away() {
        throw new KeyServiceUnavailableException("away");
    }

    private static Keepers of(Keeper... keepers) {
        return new Keepers(
                List.of(keepers),
                List.of(
                        new Holder("member-1", SharingKey.member(logKey("one"))),
                        new Holder("member-2", SharingKey.member(logKey("two"))),
                        new Holder("member-3", SharingKey.member(logKey("three")))));
    }

    @Test
    void theFirstIsAskedAlone() {
        Keepers keepers = of(keeper("one", () -> ANSWER), keeper("two", () -> Bytes.EMPTY));
        assertThat(keepers.any(KeyService::anchors)).isEqualTo(ANSWER);
        assertThat(asked).containsExactly("one");
    }

    @Test
    void theNextIsAskedWhenOneIsAwayOrHasNotTheKey() {
        Keepers keepers =
                of(
                        keeper("one", KeepersTest::away),
                        keeper("two", refusing(RefusalCode.UNKNOWN_KEY)),
                        keeper("three", () -> ANSWER));
        assertThat(keepers.any(KeyService::anchors)).isEqualTo(ANSWER);
        assertThat(keepers.oneByOne(KeyService::anchors)).isEqualTo(ANSWER);
        assertThat(asked).containsExactly("one", "two", "three", "one", "two", "three");
    }

    @Test
    void aRuleThatHoldsForAllIsNotTriedAtOthers() {
        Keepers keepers =
                of(keeper("one", refusing(RefusalCode.QUOTA)), keeper("two", () -> ANSWER));
        assertThatThrownBy(() -> keepers.any(KeyService::anchors))
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(RefusalCode.QUOTA));
        assertThat(asked).containsExactly("one");
    }

    @Test
    void oneThatHangsHoldsNobodyUpForLong() {
        CountDownLatch end = new CountDownLatch(1);
        Keeper hangs =
                keeper(
                        "one",
                        () -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return Bytes.EMPTY;
                        });
        assertThat(of(hangs, keeper("two", () -> ANSWER)).any(KeyService::anchors))
                .isEqualTo(ANSWER);
        end.countDown();
    }

    @Test
    void whoIsAwayIsNamedAsTheAnchorsDo() {
        Keepers keepers =
                of(
                        keeper("one", KeepersTest::away),
                        keeper("two", refusing(RefusalCode.UNKNOWN_KEY)));
        keepers.look();
        assertThatThrownBy(() -> keepers.any(KeyService::anchors))
                .isInstanceOf(MemberAwayException.class)
                .hasMessageContaining("member-1");
    }

    @Test
    void whatTheLogSaysIsSaidAlsoWhileOneIsAway() {
        Keepers keepers =
                of(
                        keeper("one", KeepersTest::away),
                        keeper("two", refusing(RefusalCode.KEY_STATE)));
        assertThatThrownBy(() -> keepers.any(KeyService::anchors))
                .isInstanceOf(KeyServiceRefusedException.class);
    }

    @Test
    void whatEachHasToDoIsNotDoneWhileOneIsAway() {
        Keepers keepers = of(keeper("one", KeepersTest::away), keeper("two", () -> ANSWER));
        assertThat(keepers.each(KeyService::anchors)).containsExactly(ANSWER);
        assertThatThrownBy(() -> keepers.every(KeyService::anchors))
                .isInstanceOf(MemberAwayException.class);
    }
}
