package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RevocationBody;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.RevocationList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenHistoryTest {
    private static final Bytes TOKEN = Bytes.fromHex("a1".repeat(16));
    private static final Bytes OTHER_ORG = Bytes.fromHex("0e".repeat(16));
    private static final Bytes DIGEST = Bytes.fromHex("d1".repeat(32));
    private static final Validity HOUR = Validity.starting(World.NOW, Duration.ofHours(1));
    private static final RevocationBody.TokenRevocation REVOKED =
            new RevocationBody.TokenRevocation(TOKEN, Optional.empty(), HOUR.expires(), DIGEST);

    private final TokenHistory history = new TokenHistory();

    private Optional<String> add(Bytes id, Bytes org, Instant time, LeafBody body) {
        return history.add(new Leaf(id, time, org, body));
    }

    private Optional<String> add(LeafBody body) {
        return add(Bytes.zeros(16), World.ORG, World.NOW, body);
    }

    private void issued() {
        assertThat(add(TOKEN, World.ORG, World.NOW, new TokenBody.CapabilityToken(DIGEST, HOUR)))
                .isEmpty();
    }

    private static RevocationBody.TokenRevocationList list(long through, Instant time) {
        List<RevocationList.Entry> entries =
                through > 1 ? List.of(RevocationList.Entry.of(REVOKED)) : List.of();
        return new RevocationBody.TokenRevocationList(
                through, RevocationList.of(World.ORG, through, entries, time).digest());
    }

    @Test
    void aTokenIsRevokedByTheOrgThatIssuedIt() {
        issued();
        assertThat(add(REVOKED)).isEmpty();
        assertThat(add(Bytes.zeros(16), OTHER_ORG, World.NOW, REVOKED)).isPresent();
        assertThat(
                        add(
                                new RevocationBody.TokenRevocation(
                                        TOKEN, Optional.empty(), World.NOW, DIGEST)))
                .isPresent();
    }

    @Test
    void aListHoldsWhatWasRevoked() {
        issued();
        assertThat(add(REVOKED)).isEmpty();
        assertThat(add(list(2, World.NOW))).isEmpty();
        assertThat(add(list(1, World.NOW))).as("made while it was revoked").isEmpty();
        Instant later = World.NOW.plusSeconds(301);
        assertThat(add(Bytes.zeros(16), World.ORG, later, list(1, later)))
                .hasValueSatisfying(text -> assertThat(text).contains("leaves an older one out"));
        assertThat(add(new RevocationBody.TokenRevocationList(2, DIGEST)))
                .hasValueSatisfying(text -> assertThat(text).contains("not what was revoked"));
        assertThat(add(list(99, World.NOW))).isPresent();
    }

    @Test
    void whatEndedByItselfNeedNotBeTold() {
        issued();
        assertThat(add(REVOKED)).isEmpty();
        Instant later = HOUR.expires().plusSeconds(61);
        assertThat(
                        add(
                                Bytes.zeros(16),
                                World.ORG,
                                later,
                                new RevocationBody.TokenRevocationList(
                                        2,
                                        RevocationList.of(World.ORG, 2, List.of(), later)
                                                .digest())))
                .isEmpty();
    }
}
