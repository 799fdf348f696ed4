package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may follow what in the life of the key that an org's secrets are sealed under. */
final class OrgKeyHistoryTest {
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes OTHER = Bytes.fromHex("0e".repeat(16));
    private static final Bytes KEY = Bytes.fromHex("0a".repeat(16));
    private static final Instant START = Instant.ofEpochSecond(1_790_000_000);
    private static final Instant DUE = START.plus(KeyBody.Destruction.SHORTEST);

    private final OrgKeyHistory history = new OrgKeyHistory();
    private Instant now = START;
    private int leaves;

    private Optional<String> add(Bytes org, OrgKeyBody body) {
        byte[] tail = new byte[Uuids.RANDOM_SIZE];
        tail[0] = (byte) ++leaves;
        return history.add(new Leaf(Uuids.v7(now, Bytes.of(tail)), now, org, body));
    }

    private void fine(OrgKeyBody body) {
        assertThat(add(ORG, body)).isEmpty();
    }

    private void wrong(OrgKeyBody body) {
        assertThat(add(ORG, body)).isPresent();
    }

    private static OrgKeyBody version(long number) {
        return new OrgKeyBody.Version(number, KEY);
    }

    @Test
    void aWholeLifeIsFine() {
        fine(version(2));
        fine(new OrgKeyBody.Switch(1, false));
        fine(new OrgKeyBody.Switch(1, true));
        fine(new OrgKeyBody.Destruction(1, DUE));
        fine(new OrgKeyBody.Restoration(1));
        fine(new OrgKeyBody.Destruction(1, DUE));
        fine(version(3));
        now = DUE;
        fine(new OrgKeyBody.Destroyed(1));
        fine(new OrgKeyBody.Switch(2, false));
    }

    @Test
    void versionsFollowEachOtherInEachOrgAlone() {
        wrong(version(3));
        assertThat(add(OTHER, version(2))).isEmpty();
        assertThat(add(OTHER, version(2))).isPresent();
        assertThat(add(Leaf.NO_ORG, version(2))).isEmpty();
        assertThat(add(Leaf.NO_ORG, version(2))).isPresent();
    }

    @Test
    void theVersionThatSealsIsNeitherSwitchedOffNorDestroyed() {
        wrong(new OrgKeyBody.Switch(1, false));
        wrong(new OrgKeyBody.Destruction(1, DUE));
        fine(version(2));
        wrong(new OrgKeyBody.Switch(2, false));
        wrong(new OrgKeyBody.Switch(3, false));
        assertThat(add(OTHER, new OrgKeyBody.Switch(1, false))).isPresent();
    }

    @Test
    void aVersionIsDestroyedWhenItIsDueAndNotBefore() {
        fine(version(2));
        wrong(new OrgKeyBody.Destroyed(1));
        fine(version(3));
        fine(new OrgKeyBody.Destruction(2, DUE.plus(Duration.ofDays(3))));
        fine(new OrgKeyBody.Destruction(2, DUE));
        now = DUE;
        wrong(new OrgKeyBody.Destroyed(2));
    }

    @Test
    void whatIsDestroyedStaysSo() {
        fine(version(2));
        fine(new OrgKeyBody.Destruction(1, DUE));
        now = DUE;
        fine(new OrgKeyBody.Destroyed(1));
        wrong(new OrgKeyBody.Restoration(1));
        wrong(new OrgKeyBody.Switch(1, true));
        wrong(new OrgKeyBody.Destroyed(1));
    }
}
