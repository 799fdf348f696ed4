package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log with two members and a witness, any two of which sign a checkpoint. */
class WitnessVotesTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant(), 2, 1);
    private final SoftwareWitness witness = new SoftwareWitness(trust);
    private final Postgres database = StorageOn.database();
    private Electors electors;
    private LogRoom room;

    @BeforeEach
    void open() {
        electors = new Electors(trust, database, witness);
        room = LogRoom.open(database, trust, electors.voting(), clock);
        room.log().await(room.propose(ORG));
    }

    @AfterEach
    void close() {
        room.close();
        electors.close();
        database.afterAll(null);
    }

    private boolean witnessed(LeafOutcome.Released released) {
        Note note = released.receipt().checkpoint();
        new ReceiptVerifier(trust.anchors()).verify(released.leaf(), released.receipt());
        return note.signedBy(trust.anchors().voters().getLast().noteKey(trust.anchors().origin()));
    }

    @Test
    void itIsLeftAloneWhileTheMembersAreEnough() {
        assertThat(witness.asked()).isZero();
    }

    @Test
    void itTakesThePlaceOfAMemberThatDied() {
        electors.voter(0).die();
        for (int i = 0; i < 3; i++) {
            assertThat(witnessed(room.log().await(room.propose(ORG)))).isTrue();
        }
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void theServiceStartsWithAMemberAndTheWitness() {
        electors.voter(0).die();
        room.log().await(room.propose(ORG));
        room.close();
        electors.newControlPlane();

        room = LogRoom.open(database, trust, electors.voting(), clock);
        assertThat(witnessed(room.log().await(room.propose(ORG)))).isTrue();
    }

    @Test
    void anOlderDatabaseIsFoundByTheWitnessWhenTheMemberThatKnowsIsAway() {
        electors.execute("CREATE TABLE saved_head AS SELECT * FROM log_head");
        electors.voter(1).die();
        room.log().await(room.propose(ORG));
        room.close();
        electors.execute("DELETE FROM log_head");
        electors.execute("INSERT INTO log_head SELECT * FROM saved_head");
        electors.execute("DELETE FROM log_checkpoint WHERE size > (SELECT size FROM log_head)");
        electors.voter(1).comeBack();
        electors.voter(0).die();
        electors.newControlPlane();

        assertThatThrownBy(() -> LogRoom.open(database, trust, electors.voting(), clock))
                .hasMessageContaining("older than the key service's head");
        room = LogRoom.still(StorageOn.open(database), trust, electors.voting(), clock);
    }
}
