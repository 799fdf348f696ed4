package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bytes of leaves that do not last go after their time, the hashes stay, the log accounts for what
 * went, and nothing that counts goes with it.
 */
class LeafPruningTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final PrunedLog PRUNED = new PrunedLog(SERVICE);
    private static final int EVENTS = 2 * Tile.FULL;

    private List<StoredLeaf> before = List.of();

    @BeforeEach
    void aLogOfMoreThanTwoBundles() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
        PRUNED.happen(EVENTS);
        before = leaves();
    }

    private static List<StoredLeaf> leaves() {
        return SERVICE.bean(SignedLog.class).leaves(0, size());
    }

    private static void isWhole() {
        Json integrity = SERVICE.admin().get("/audit/integrity").json();
        assertThat(integrity.flag("verified")).as(integrity.node().toString()).isTrue();
    }

    private static PruningBody told() {
        return leaves().reversed().stream()
                .filter(leaf -> !leaf.gone())
                .map(leaf -> LeafCodec.decode(leaf.bytes()).body())
                .filter(PruningBody.class::isInstance)
                .map(PruningBody.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static boolean lasts(StoredLeaf leaf) {
        return LeafCodec.decode(leaf.bytes()).body().lasting();
    }

    @Test
    void whatDoesNotLastGoesAndTheLogAccountsForIt() {
        PRUNED.prune();
        PruningBody told = told();
        assertThat(told.minimum()).isGreaterThanOrEqualTo(2 * Tile.FULL);
        List<StoredLeaf> after = leaves();
        LastingLeaves lasting = new LastingLeaves();
        int gone = 0;
        for (int i = 0; i < after.size(); i++) {
            StoredLeaf leaf = after.get(i);
            if (leaf.gone()) {
                lasting.gone();
                gone++;
                assertThat(i).isLessThan((int) told.minimum());
                assertThat(before.get(i).gone() || !lasts(before.get(i))).isTrue();
                assertThat(leaf.hash()).isEqualTo(before.get(i).hash());
            } else {
                assertThat(lasting.add(LeafCodec.decode(leaf.bytes()), leaf.hash())).isEmpty();
                assertThat(i < before.size() ? before.get(i) : leaf).isEqualTo(leaf);
            }
        }
        assertThat(gone).isGreaterThanOrEqualTo(EVENTS - 20);
        assertThat(lasting.accounted()).isTrue();
        isWhole();

        long size = SERVICE.bean(SignedLog.class).size();
        PRUNED.after(PrunedLog.OVER).run(0);
        PRUNED.after(Duration.ofDays(1)).run(0);
        assertThat(SERVICE.bean(SignedLog.class).size()).isEqualTo(size);
    }

    @Test
    void anyoneSeesWhatIsKeptAndTheHashesOfTheRest() {
        PRUNED.prune();
        Client anyone = SERVICE.people();
        Answer bundle = anyone.get("/log/1/tile/entries/000");
        assertThat(bundle.status()).isEqualTo(410);
        assertThat(bundle.problem()).isEqualTo("entry-pruned");
        Answer kept = anyone.get("/log/1/kept/000");
        assertThat(kept.status()).isEqualTo(200);
        List<Bytes> hashes =
                Tile.parse("tile/0/000").hashes(anyone.get("/log/1/tile/0/000").body());
        List<Bytes> entries = EntryBundle.decode(kept.body(), Tile.FULL);
        assertThat(entries).contains(Bytes.EMPTY);
        for (int i = 0; i < Tile.FULL; i++) {
            assertThat(before.get(i).hash()).isEqualTo(hashes.get(i));
            if (!entries.get(i).isEmpty()) {
                assertThat(TreeHash.leaf(entries.get(i))).isEqualTo(hashes.get(i));
            }
        }
        assertThat(anyone.get("/log/1/kept/999").status()).isEqualTo(404);
        assertThat(anyone.get("/log/1/kept/nonsense").status()).isEqualTo(404);
        Tile last = Tile.inTree(Tile.ENTRIES, told().minimum() / Tile.FULL, size());
        assertThat(anyone.get("/log/1/" + last.path()).body())
                .isEqualTo(anyone.get("/log/1/" + last.keptPath()).body());
    }

    private static long size() {
        return SERVICE.bean(SignedLog.class).size();
    }

    /** The index of an event that this test made, in a bundle that goes. */
    private int event() {
        int index = before.size() - EVENTS + 1;
        assertThat(lasts(before.get(index))).isFalse();
        return index;
    }

    @Test
    void whoHasTheBytesProvesThemStill() {
        PRUNED.prune();
        assertThat(leaves().get(event()).gone()).isTrue();
        Answer proof = SERVICE.people().get("/audit/proof?index=" + event());
        Receipt receipt = Receipt.parse(proof.text());
        var verifier = new ReceiptVerifier(SERVICE.anchors());
        assertThat(verifier.verify(before.get(event()).bytes(), receipt).index())
                .isEqualTo(event());
    }

    @Test
    void anAuditorSeesThatThereWasAnEntry() {
        PRUNED.prune();
        Json entry =
                SERVICE.admin()
                        .get("/audit/entries?limit=1&cursor=" + (event() - 1))
                        .json()
                        .items("items")
                        .getFirst();
        assertThat(entry.number("leaf_index")).isEqualTo(event());
        assertThat(entry.text("leaf")).isEmpty();
        assertThat(entry.text("kind")).isEqualTo("event");
        assertThat(entry.at("outcome").node().isNull()).isTrue();
        String told =
                SERVICE.admin()
                        .get("/audit/entries?kind=pruning&order=newest")
                        .json()
                        .items("items")
                        .getFirst()
                        .text("leaf");
        assertThat(LeafCodec.decode(Bytes.fromBase64Url(told)).body()).isEqualTo(told());
    }

    @Test
    void nothingGoesThatHasADetailStill() {
        PRUNED.after(PrunedLog.OVER).run(0);
        assertThat(leaves().get(event())).isEqualTo(before.get(event()));
        isWhole();
    }

    @Test
    void nothingGoesBeforeItsTimeOrAnOrganisationsOwn() {
        PRUNED.pruneDetails();
        long size = size();
        PRUNED.after(PrunedLog.OVER.minusMinutes(5)).run(0);
        PRUNED.after(PrunedLog.OVER).run(40);
        assertThat(size()).isEqualTo(size);
    }

    @Test
    void nothingGoesThatAReceiverOfTheLogHasNotGot() {
        PRUNED.pruneDetails();
        PRUNED.after(PrunedLog.OVER, () -> event() - 1).run(0);
        assertThat(leaves().get(event())).isEqualTo(before.get(event()));
    }

    @Test
    void nothingGoesBeforeTheLogSaysSoAndARestartGoesOn() {
        PRUNED.pruneDetails();
        assertThat(PRUNED.after(PrunedLog.OVER).begin(30)).isTrue();
        assertThat(leaves().get(event()).gone()).isFalse();
        SERVICE.restart();
        PRUNED.after(PrunedLog.OVER).goOn();
        assertThat(leaves().get(event()).gone()).isTrue();
        isWhole();
        SERVICE.restart();
        assertThat(SERVICE.admin().get("/v1/whoami").status()).isEqualTo(200);
        assertThat(SERVICE.admin().get("/v1/orgs/acme").status()).isEqualTo(200);
    }

    @Test
    void aLeafThatLastsIsMissed() {
        PRUNED.prune();
        long organisation =
                SERVICE.admin()
                        .get("/audit/entries?kind=org")
                        .json()
                        .items("items")
                        .getFirst()
                        .number("leaf_index");
        Bytes leaf = leaves().get((int) organisation).bytes();
        edit("UPDATE log_entry SET leaf = '', lasting = false WHERE index = " + organisation);
        try {
            Ledger afresh = SERVICE.context().createBean(Ledger.class);
            assertThatThrownBy(afresh::size)
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("are not those under the signed root");
            assertThat(SERVICE.bean(Integrity.class).check().findings())
                    .extracting(IntegrityReport.Finding::check)
                    .contains(Check.PRUNING);
        } finally {
            restore(organisation, leaf);
        }
        isWhole();
    }

    @Test
    void bytesThatWentBeyondTheMinimumAreMissed() {
        PRUNED.prune();
        PRUNED.happen(1);
        long last = size() - 1;
        Bytes leaf = leaves().getLast().bytes();
        edit("UPDATE log_entry SET leaf = '' WHERE index = " + last);
        try {
            assertThat(SERVICE.bean(Integrity.class).check().findings())
                    .filteredOn(found -> found.check() == Check.PRUNING)
                    .singleElement()
                    .satisfies(found -> assertThat(found.index()).contains(last));
        } finally {
            restore(last, leaf);
        }
        isWhole();
    }

    @Test
    void aPruningThatNoLeafTellsOfTakesNothing() {
        PRUNED.pruneDetails();
        edit("INSERT INTO log_leaf_pruning SELECT gen_random_uuid(), 512, 512, sha256('x'), false");
        PRUNED.after(Duration.ZERO).goOn();
        assertThat(leaves().get(event())).isEqualTo(before.get(event()));
        edit(
                "INSERT INTO log_leaf_pruning SELECT id, 512, 512, sha256('x'), false"
                        + " FROM log_entry WHERE index = 0");
        PRUNED.after(Duration.ZERO).goOn();
        assertThat(leaves().get(event())).isEqualTo(before.get(event()));
    }

    private static void edit(String statement) {
        PRUNED.storage().write(connection -> Sql.of(connection, statement).update());
    }

    private static void restore(long index, Bytes leaf) {
        String statement =
                "UPDATE log_entry SET leaf = '\\x"
                        + leaf.hex()
                        + "', lasting = "
                        + LeafCodec.decode(leaf).body().lasting()
                        + " WHERE index = "
                        + index;
        try (var connection = SERVICE.database().getConnection();
                var edit = connection.createStatement()) {
            edit.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
