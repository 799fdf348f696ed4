package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that is not the log's latest state grants nothing. */
class RestoredDatabaseTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int LEAVES = 300;
    private static final List<String> TABLES =
            List.of("log_entry", "log_tile", "log_head", "log_checkpoint", "log_event_detail");

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private LogRoom room;

    @BeforeEach
    void open() {
        room = LogRoom.open(database, trust, voter, clock);
        grow(LEAVES);
    }

    @AfterEach
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
    void aHistoryRewrittenToItsLastRowIsFoundByTheKeyServicesHead() {
        save();
        grow(10);
        restore();

        assertThat(room.integrity().check().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo(Check.KEY_SERVICE));
    }

    @Test
    void yesterdaysDatabaseUnderARunningServiceStopsTheLogAndSaysWhy() {
        save();
        grow(10);
        restore();

        assertThatThrownBy(() -> room.log().await(room.propose(ORG)))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("older than the key service's head");
        assertThat(room.log().status().ready()).isFalse();
        // Who cannot go on leads no longer.
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (room.log().leads()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void yesterdaysDatabaseDoesNotStart() {
        save();
        grow(10);
        room.close();
        try (StorageOn storage = StorageOn.open(database)) {
            restore(storage);
        }

        assertThatThrownBy(() -> LogRoom.open(database, trust, voter, clock))
                .isInstanceOf(DatabaseBehindException.class)
                .hasMessageContaining("it holds 302 leaves, the key service signed 312")
                .hasMessageContaining("Restore a newer copy");
    }

    @Test
    void anEmptyDatabaseUnderAnOldKeyServiceDoesNotStart() {
        Postgres empty = StorageOn.database();
        assertThatThrownBy(() -> LogRoom.open(empty, trust, voter, clock))
                .isInstanceOf(DatabaseBehindException.class)
                .hasMessageContaining("holds no log");
        empty.afterAll(null);
    }

    @Test
    void aKeyServiceThatLostItsStateDoesNotStart() {
        room.close();

        assertThatThrownBy(() -> LogRoom.open(database, trust, new SoftwareVoter(trust), clock))
                .hasMessageContaining("lost its state");
    }

    private void save() {
        for (String table : TABLES) {
            room.storage()
                    .write(
                            connection ->
                                    Sql.of(
                                                    connection,
                                                    "CREATE TABLE old_"
                                                            + table
                                                            + " AS TABLE "
                                                            + table)
                                            .update());
        }
    }

    private void restore() {
        restore(null);
    }

    private void restore(StorageOn other) {
        var storage = other == null ? room.storage() : other.storage();
        storage.write(
                connection -> {
                    for (String table : TABLES) {
                        Sql.of(connection, "DELETE FROM " + table).update();
                        Sql.of(connection, "INSERT INTO " + table + " SELECT * FROM old_" + table)
                                .update();
                    }
                    return TABLES;
                });
    }
}
