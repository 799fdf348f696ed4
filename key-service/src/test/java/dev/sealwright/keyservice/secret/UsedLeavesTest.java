package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** How often an unseal leaf is good. */
final class UsedLeavesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(300);
    private static final Bytes LEAF = Bytes.fromHex("01".repeat(32));
    private static final Bytes REQUEST = Bytes.fromHex("02".repeat(32));
    private static final Bytes OTHER = Bytes.fromHex("03".repeat(32));

    private static final int MANY = 5_000;
    private static final int MOST = 1 << 20;

    private final UsedLeaves used = new UsedLeaves(10);

    private void refused(RefusalCode code, long index, Bytes request, Instant now) {
        assertThatThrownBy(() -> used.use(index, LEAF, request, END, now))
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> Assertions.assertThat(e.code()).isEqualTo(code));
    }

    private void taken(Bytes request, Instant now) {
        assertThatCode(() -> used.use(10, LEAF, request, END, now)).doesNotThrowAnyException();
    }

    @Test
    void theSameRequestIsTakenAgain() {
        taken(REQUEST, NOW);
        taken(REQUEST, END);
    }

    @Test
    void anotherRequestIsNot() {
        taken(REQUEST, NOW);
        refused(RefusalCode.USED, 10, OTHER, NOW);
    }

    @Test
    void manyAreToldApartUntilTheirTimeIsOver() {
        for (int i = 0; i < MANY; i++) {
            used.use(10 + i, hash(i), hash(-i), END.plusSeconds(i % 60), NOW);
        }
        for (int i = 1; i < MANY; i++) {
            int each = i;
            Instant end = END.plusSeconds(each % 60);
            assertThatCode(() -> used.use(10 + each, hash(each), hash(-each), end, NOW))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> used.use(10 + each, hash(each), hash(each), end, NOW))
                    .isInstanceOf(KeyServiceRefusedException.class)
                    .hasMessageContaining("another request");
        }
    }

    private static Bytes hash(int of) {
        return Sha256.of(Bytes.uint64(of));
    }

    @Test
    void soManyAreTakenAtOnceAndNoMoreUntilSomeAreOver() {
        for (int i = 0; i < MOST; i++) {
            used.use(10 + i, hash(i), REQUEST, END, NOW);
        }
        refused(RefusalCode.OVERLOADED, 10, REQUEST, NOW);
        assertThatCode(() -> used.use(10, hash(0), REQUEST, END, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> used.use(10, hash(0), OTHER, END, NOW))
                .hasMessageContaining("another request");

        Instant later = END.plusSeconds(20);
        assertThatCode(() -> used.use(10, LEAF, REQUEST, later.plusSeconds(300), later))
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasLoggedBeforeTheStartIsNot() {
        refused(RefusalCode.STALE, 9, REQUEST, NOW);
    }

    @Test
    void aClockThatGoesBackRevivesNothing() {
        taken(REQUEST, NOW);
        used.use(11, OTHER, OTHER, END.plusSeconds(600), END.plusSeconds(1));
        refused(RefusalCode.WINDOW, 10, OTHER, NOW);
        refused(RefusalCode.WINDOW, 10, REQUEST, NOW);
    }
}
