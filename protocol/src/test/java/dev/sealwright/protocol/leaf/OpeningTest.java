package dev.sealwright.protocol.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final Bytes ID = Bytes.zeros(16);
    private static final Opening OPENING = new Opening(Bytes.zeros(16), Bytes.utf8("content"));
    private static final Validity HOUR =
            Validity.starting(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1));

    /** Every type of leaf that holds a salted digest. */
    private static List<LeafBody> holding(Bytes digest) {
        return List.of(
                new LeafBody.Event(EventKind.HOST_REPORTED, EventOutcome.SUCCESS, digest),
                new LeafBody.RecordBody(RecordKind.USER, ID, 1, RecordState.SET, digest),
                new LeafBody.Policy(ID, 1, HOUR, digest),
                new SecretBody.Unseal(ID, 1, Bytes.zeros(32), digest),
                new TokenBody.AttestationResult(digest, HOUR));
    }

    @Test
    void theLeafThatHoldsTheDigestIsOpened() {
        assertThat(holding(OPENING.digest())).allMatch(OPENING::opens);
    }

    @Test
    void anotherSaltOrContentOpensNothing() {
        List<LeafBody> leaves = holding(OPENING.digest());
        Bytes salt = Bytes.fromHex("01".repeat(16));
        assertThat(leaves).noneMatch(new Opening(salt, OPENING.content())::opens);
        assertThat(leaves).noneMatch(new Opening(OPENING.salt(), Bytes.utf8("Content"))::opens);
    }

    @Test
    void aDigestWithoutASaltIsNoCommitment() {
        assertThat(OPENING.opens(new ReportBody.Report(OPENING.digest()))).isFalse();
        assertThatThrownBy(() -> new Opening(Bytes.zeros(15), Bytes.EMPTY))
                .isInstanceOf(MalformedException.class);
    }
}
