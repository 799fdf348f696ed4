package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.log.IntegrityReport.Finding;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever writes to the database behind the service's back is found out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegrityTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int LEAVES = 300;

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private LogRoom room;

    @BeforeAll
    void open() {
        room = LogRoom.open(database, trust, voter, clock);
        grow(LEAVES);
    }

    @AfterAll
    void close() {
        room.close();
        database.afterAll(null);
    }

    /** Adds leaves in batches of ten. */
    private void grow(int leaves) {
        for (int i = 0; i < leaves / 10; i++) {
            room.log().await(room.storage().write(connection -> tenEvents()));
        }
    }

    private LeafRef tenEvents() {
        LeafRef last = event();
        for (int n = 1; n < 10; n++) {
            last = event();
        }
        return last;
    }

    private LeafRef event() {
        return room.log()
                .record(
                        ORG,
                        EventKind.ACCESS_REFUSED,
                        EventOutcome.REFUSED,
                        Bytes.utf8("{\"who\":\"someone\"}"));
    }

    @Test
    void aLogNobodyTouchedIsWhole() {
        IntegrityReport report = room.integrity().check();

        assertThat(report.findings()).isEmpty();
        assertThat(report.size()).isEqualTo(LEAVES + 2);
        assertThat(report.firstBadIndex()).isEmpty();
    }

    @Test
    void whoWatchesHearsOfEachStepAndCanEndIt() {
        List<Long> steps = new ArrayList<>();
        Set<Long> totals = new HashSet<>();
        room.integrity()
                .check(
                        (done, total) -> {
                            steps.add(done);
                            totals.add(total);
                        });
        assertThat(totals).hasSize(1);
        long total = totals.iterator().next();
        assertThat(total).isGreaterThan(LEAVES);
        assertThat(steps).hasSize((int) total).isSorted().endsWith(total);

        List<Long> some = new ArrayList<>();
        assertThatThrownBy(
                        () ->
                                room.integrity()
                                        .check(
                                                (done, _) -> {
                                                    some.add(done);
                                                    if (done == 17) {
                                                        throw new CancellationException();
                                                    }
                                                }))
                .isInstanceOf(CancellationException.class);
        assertThat(some).hasSize(17);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ENTRY        |  17 | UPDATE log_entry SET id = gen_random_uuid() WHERE index = 17
                    ENTRY        |  17 | UPDATE log_entry SET type = 'policy' WHERE index = 17
                    ENTRY        |  17 | UPDATE log_entry SET time = time + interval '1 second' WHERE index = 17
                    ENTRY        |  17 | UPDATE log_entry SET lasting = NOT lasting WHERE index = 17
                    PRUNING      |  17 | UPDATE log_entry SET leaf = '', lasting = false WHERE index = 17
                    PRUNING      |   0 | UPDATE log_entry SET leaf = '', lasting = false WHERE index = 0
                    LEAF_HASH    |  17 | UPDATE log_entry SET leaf = set_byte(leaf, 60, get_byte(leaf, 60) # 1) WHERE index = 17
                    LEAF_HASH    |  17 | UPDATE log_entry SET leaf = substring(leaf FROM 2) WHERE index = 17
                    LEAF_HASH    |  17 | UPDATE log_entry SET leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) WHERE index = 17
                    LEAF_HASH    |  17 | UPDATE log_entry SET leaf = (SELECT leaf FROM log_entry WHERE index = 18) WHERE index = 17
                    ORG_CHAIN    |  17 | UPDATE log_entry SET org_prev_hash = sha256(org_prev_hash) WHERE index = 17
                    ORG_CHAIN    |  17 | UPDATE log_entry SET org_seq = 5000 WHERE index = 17
                    SEQUENCE     |  17 | DELETE FROM log_entry WHERE index = 17
                    SEQUENCE     |   0 | DELETE FROM log_entry WHERE index = 0
                    HEAD         |   0 | DELETE FROM log_entry
                    HEAD         | 301 | DELETE FROM log_entry WHERE index = 301
                    HEAD         | 302 | INSERT INTO log_entry SELECT 302, gen_random_uuid(), leaf, leaf_hash, type, time, org, 900, org_prev_hash, lasting FROM log_entry WHERE index = 301
                    HEAD         | 290 | UPDATE log_head SET size = 290, signed_size = 290
                    HEAD         |     | UPDATE log_head SET root = sha256(root)
                    HEAD         |     | UPDATE log_head SET frontier = set_byte(frontier, 20, get_byte(frontier, 20) # 1)
                    EVENT_DETAIL |  17 | UPDATE log_event_detail SET detail = '{}' WHERE leaf_id = (SELECT id FROM log_entry WHERE index = 17)
                    EVENT_DETAIL |  17 | DELETE FROM log_event_detail WHERE leaf_id = (SELECT id FROM log_entry WHERE index = 17)
                    EVENT_DETAIL |  17 | WITH gone AS (DELETE FROM log_event_detail WHERE leaf_id = (SELECT id FROM log_entry WHERE index = 17)) INSERT INTO log_pruning SELECT id, org, 0, 302, 1, true FROM log_entry WHERE index = 18
                    TILE         |   0 | UPDATE log_tile SET hashes = set_byte(hashes, 600, get_byte(hashes, 600) # 1) WHERE level = 0 AND tile = 0
                    TILE         | 256 | UPDATE log_tile SET hashes = substring(hashes FROM 1 FOR 32) WHERE level = 0 AND tile = 1
                    TILE         |   0 | DELETE FROM log_tile WHERE level = 1
                    TILE         |     | INSERT INTO log_tile VALUES (3, 0, sha256('x'))
                    CHECKPOINT   | 301 | UPDATE log_checkpoint SET note = replace(note, 'log/1', 'log/2') WHERE size = 302
                    CHECKPOINT   |     | DELETE FROM log_checkpoint WHERE size = 302
                    CHECKPOINT   |  11 | UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint WHERE size = 22) WHERE size = 12
                    """)
    void aRowChangedByHandIsFound(Check check, Long index, String damage) {
        IntegrityReport report = reportAfter(damage);

        assertThat(report.findings()).extracting(Finding::check).contains(check);
        assertThat(report.findings())
                .filteredOn(finding -> finding.check() == check)
                .first()
                .satisfies(finding -> assertThat(finding.index().orElse(null)).isEqualTo(index));
    }

    /** The damage is done in a transaction that is rolled back after the report. */
    private IntegrityReport reportAfter(String damage) {
        AtomicReference<IntegrityReport> report = new AtomicReference<>();
        IllegalStateException back = new IllegalStateException("roll back");
        assertThatThrownBy(
                        () ->
                                room.storage()
                                        .write(
                                                connection -> {
                                                    Sql.of(connection, damage).update();
                                                    report.set(room.integrity().check());
                                                    throw back;
                                                }))
                .isSameAs(back);
        return report.get();
    }
}
