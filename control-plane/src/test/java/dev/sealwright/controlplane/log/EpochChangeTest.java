package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of a closed epoch under the anchors of the next one. */
class EpochChangeTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int SIGNED = 250;
    private static final int UNSIGNED = 20;

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private LogRoom room;
    private Frontier taken;
    private Note restored;

    /** Beyond the last full tile of hashes, so that tiles have to be cut back. */
    @BeforeEach
    void aDatabaseWhoseLastEntriesNobodySigned() {
        room = LogRoom.open(database, trust, voter, clock);
        propose(SIGNED);
        taken = voter.frontier();
        restored = Note.parse(voter.head().note().orElseThrow());
        voter.leave();
        room.storage()
                .write(
                        connection -> {
                            for (int i = 0; i < UNSIGNED; i++) {
                                LogRoom.happened(room.log(), ORG);
                            }
                            return UNSIGNED;
                        });
        long end = System.nanoTime() + 20_000_000_000L;
        while (room.storage().read(Heads::read).size() < taken.size() + UNSIGNED) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
        room.close();
    }

    private void propose(int count) {
        room.log()
                .await(
                        room.storage()
                                .write(
                                        connection -> {
                                            LeafRef last = LogRoom.happened(room.log(), ORG);
                                            for (int i = 1; i < count; i++) {
                                                last = LogRoom.happened(room.log(), ORG);
                                            }
                                            return last;
                                        }));
    }

    @AfterEach
    void close() {
        room.close();
        database.afterAll(null);
    }

    private TestTrust next(long lost) {
        Checkpoint end =
                lost == 0
                        ? Checkpoint.parse(restored.text())
                        : new Checkpoint(TestTrust.ORIGIN, taken.size() + lost, Bytes.zeros(32));
        return trust.next(end, restored, clock.instant());
    }

    private LeafBody body(long index) {
        return LeafCodec.decode(room.log().at(index).orElseThrow().leaf()).body();
    }

    @Test
    void whatWasSignedGoesOnAndTheEpochsLeavesFollow() {
        TestTrust next = next(7);
        room = LogRoom.open(database, next, new SoftwareVoter(next, taken), clock);

        assertThat(body(taken.size()))
                .isInstanceOfSatisfying(
                        EpochBody.class,
                        epoch -> {
                            assertThat(epoch.restoredSize()).isEqualTo(taken.size());
                            assertThat(epoch.closedSize()).isEqualTo(taken.size() + 7);
                        });
        assertThat(body(taken.size() + 1)).isInstanceOf(LeafBody.Anchors.class);
        assertThat(body(taken.size() + 2)).isInstanceOf(LeafBody.Ceremony.class);
        closedEpochIsServedAsFarAsItWasTakenOver(next);
        room.log().await(room.propose(ORG));
        propose(40);
        assertThat(room.integrity().check().findings()).isEmpty();
        assertThat(room.log().at(3).orElseThrow().receipt().checkpoint().text())
                .startsWith(next.anchors().origin());
    }

    private void closedEpochIsServedAsFarAsItWasTakenOver(TestTrust next) {
        Epochs epochs = new Epochs(room.storage(), new TileStore(room.storage()), next.anchors());
        assertThat(epochs.checkpoint("1").map(SignedHead::note)).contains(restored);
        assertThat(epochs.document(1)).contains(trust.anchors().document());
        assertThat(epochs.document(3)).isEmpty();
        assertThat(epochs.tile("1", Tile.inTree(0, 0, taken.size()))).isPresent();
        assertThat(epochs.tile("1", Tile.inTree(0, 0, taken.size() + 1))).isEmpty();
        assertThat(epochs.tile("7", Tile.inTree(0, 0, taken.size()))).isEmpty();
    }

    @Test
    void whatWentIsTakenOverByItsHash(@TempDir Path folder) {
        edit("UPDATE log_entry SET leaf = '' WHERE NOT lasting AND index < 200");
        Tile bundle = Tile.inTree(Tile.ENTRIES, 0, taken.size());
        long written =
                new RestoredLog(folder.resolve("restored"))
                        .write(database.jdbcUrl(), database.username(), database.password());
        assertThat(written).isEqualTo(taken.size());
        assertThat(folder.resolve("restored").resolve(bundle.path())).doesNotExist();
        List<Bytes> kept =
                EntryBundle.decode(
                        read(folder.resolve("restored").resolve(bundle.keptPath())),
                        bundle.width());
        Tile tile = new Tile(0, 0, bundle.width());
        List<Bytes> hashes = tile.hashes(read(folder.resolve("restored").resolve(tile.path())));
        assertThat(kept).contains(Bytes.EMPTY);
        assertThat(Frontier.EMPTY.appendAll(hashes).root()).isEqualTo(taken.root());
        TestTrust next = next(0);
        room = LogRoom.open(database, next, new SoftwareVoter(next, taken), clock);
        assertThat(body(taken.size())).isInstanceOf(EpochBody.class);
        assertThat(room.integrity().check().findings())
                .extracting(IntegrityReport.Finding::check)
                .contains(IntegrityReport.Check.PRUNING)
                .doesNotContain(IntegrityReport.Check.CHECKPOINT, IntegrityReport.Check.TILE);
    }

    private void edit(String statement) {
        try (StorageOn storage = StorageOn.open(database)) {
            storage.storage().write(connection -> Sql.of(connection, statement).update());
        }
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondStartChangesNothing() {
        TestTrust next = next(0);
        SoftwareVoter signing = new SoftwareVoter(next, taken);
        room = LogRoom.open(database, next, signing, clock);
        long size = room.log().status().size();
        room.close();

        room = LogRoom.open(database, next, signing, clock);

        assertThat(room.log().status().size()).isEqualTo(size);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void anotherDatabaseThanTheOpeningIsForIsRefused() {
        TestTrust next = next(7);
        room = LogRoom.open(database, trust, voterThatIsBack(), clock);
        room.log().await(room.propose(ORG));
        room.close();

        assertThatThrownBy(
                        () -> LogRoom.open(database, next, new SoftwareVoter(next, taken), clock))
                .isInstanceOf(DatabaseBehindException.class)
                .hasMessageContaining("was opened for a database with " + taken.size());
    }

    private SoftwareVoter voterThatIsBack() {
        voter.comeBack();
        return voter;
    }

    @Test
    void theOldBackupOnceMoreIsBehindTheNewEpochToo() {
        TestTrust next = next(7);
        SoftwareVoter signing = new SoftwareVoter(next, taken);
        Bytes beyond = Bytes.fromHex("22".repeat(32));
        signing.tookMore(beyond);

        assertThatThrownBy(() -> LogRoom.open(database, next, signing, clock))
                .isInstanceOf(DatabaseBehindException.class)
                .hasMessageContaining("The database holds the log " + TestTrust.ORIGIN);
    }

    @Test
    void anEntryEditedBeforeTheChangeIsNotTakenOver() {
        edit(
                "UPDATE log_entry SET leaf = (SELECT leaf FROM log_entry WHERE index = 9)"
                        + " WHERE index = 8");
        TestTrust next = next(7);

        assertThatThrownBy(
                        () -> LogRoom.open(database, next, new SoftwareVoter(next, taken), clock))
                .isInstanceOf(DatabaseBehindException.class)
                .hasMessageContaining("do not give the root");
    }
}
