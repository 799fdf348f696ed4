package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plain chains of organisations, committed to in the log. */
class OrgHeadsTest {
    private static final Bytes ORG = Bytes.fromHex("0a".repeat(16));

    private final SettableClock clock = SettableClock.at("2026-11-26T10:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final Postgres database = StorageOn.database();
    private LogRoom room;

    @BeforeEach
    void open() {
        room = LogRoom.open(database, trust, new SoftwareVoter(trust), clock);
    }

    @AfterEach
    void close() {
        room.close();
        database.afterAll(null);
    }

    private LeafOutcome.Released logged(ReportBody body) {
        return room.log().await(room.storage().write(connection -> room.log().propose(ORG, body)));
    }

    @Test
    void theCommittedHeadIsThatOfTheLeavesBefore() {
        OrgChain chain = OrgChain.EMPTY;
        for (int i = 0; i < 3; i++) {
            chain = chain.next(logged(new ReportBody.Report(Bytes.zeros(32))).leaf());
        }

        OrgHeads heads = new OrgHeads(room.storage(), room.log());
        Bytes leaf = heads.commit(List.of(ORG)).getFirst().leaf();

        assertThat(LeafCodec.decode(leaf).body())
                .isEqualTo(new ReportBody.OrgHead(3, chain.head()));
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void aHeadThatTheChainNeverHadIsFound() {
        logged(new ReportBody.Report(Bytes.zeros(32)));
        long index = logged(new ReportBody.OrgHead(1, Bytes.zeros(32))).index();
        IntegrityReport report = room.integrity().check();

        assertThat(report.findings())
                .extracting(IntegrityReport.Finding::check)
                .containsOnly(Check.ORG_CHAIN);
        assertThat(report.firstBadIndex()).contains(index);
    }
}
