package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.voter.VoterRoom;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three voters, any two of which sign a checkpoint; the first two have a post-quantum key, too, and
 * count once they signed by both.
 */
class PostQuantumVotersTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant(), 3, 0, 2);
    private final Postgres database = StorageOn.database();
    private Electors electors;
    private LogRoom room;

    @BeforeEach
    void open() {
        electors = new Electors(trust, database, VoterRoom.NO_WITNESS);
        room = LogRoom.open(database, trust, electors.voting(), clock);
    }

    @AfterEach
    void close() {
        room.close();
        electors.close();
        database.afterAll(null);
    }

    private LeafOutcome.Released released() {
        return room.log().await(room.propose(ORG));
    }

    private Note whole(LeafOutcome.Released released) {
        return room.log().whole(released).receipt().checkpoint();
    }

    @Test
    void theCheckpointIsWholeAndReceiptsAreSmall() {
        LeafOutcome.Released released = released();
        Note small = released.receipt().checkpoint();
        Note whole = whole(released);

        VerifiedCheckpoint checkpoint = VerifiedCheckpoint.verify(whole, trust.anchors());
        assertThat(checkpoint.postQuantum()).isSubsetOf("hsm-1", "hsm-2").isNotEmpty();
        assertThat(whole.withoutPostQuantum()).isEqualTo(small);
        assertThat(released.receipt().text().length()).isLessThan(2_000);
        new ReceiptVerifier(trust.anchors()).verify(released.leaf(), released.receipt());
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(small, trust.anchors()))
                .isInstanceOf(VerificationException.class);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void whoSignsByOneOfHisKeysDoesNotCount() {
        released();
        electors.voter(0).signByHalf(true);
        for (int i = 0; i < 3; i++) {
            assertThat(signers(whole(released()))).containsExactly("hsm-2", "hsm-3");
        }
        electors.voter(1).signByHalf(true);

        LeafRef waiting = room.propose(ORG);
        assertThatThrownBy(() -> room.log().await(waiting))
                .isInstanceOf(LogUnavailableException.class);

        electors.voter(1).signByHalf(false);
        assertThat(signers(whole(room.log().awaitById(waiting.id()))))
                .containsExactly("hsm-2", "hsm-3");
    }

    @Test
    void aSecondSignatureThatIsTakenOutOfTheDatabaseIsFound() {
        LeafOutcome.Released released = released();
        electors.execute(
                "UPDATE log_checkpoint SET note = '"
                        + released.receipt().checkpoint().encode()
                        + "' WHERE size = "
                        + released.receipt().size());

        assertThat(room.integrity().check().findings())
                .anyMatch(finding -> finding.toString().contains("post-quantum"));
    }

    private List<String> signers(Note note) {
        VerifiedCheckpoint.verify(note, trust.anchors());
        return trust.anchors().voters().stream()
                .filter(
                        voter ->
                                voter.noteKeys(trust.anchors().origin()).stream()
                                        .allMatch(note::signedBy))
                .map(each -> each.name())
                .toList();
    }
}
