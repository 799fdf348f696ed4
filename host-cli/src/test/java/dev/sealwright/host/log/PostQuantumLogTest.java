package dev.sealwright.host.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.host.HostRuns;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose voter signs by ML-DSA-65, too, as a host sees it: receipts go without. */
final class PostQuantumLogTest {
    @TempDir private Path home;
    private StandInLog log;
    private HostRuns host;

    @BeforeEach
    void enrol() {
        log = StandInLog.postQuantum(HostsDesk.ORIGIN);
        host = new HostRuns(home, log);
        host.enrol();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aHostFollowsItAndTakesItsPolicies() {
        host.service().desk().publish(1, Duration.ofHours(1));

        Session session = host.run("", "sync", "web1");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(host.run("", "status", "web1", "--json").out()).contains("\"version\" : 1");
    }

    @Test
    void aCheckpointWithoutTheSecondSignatureIsRefusedAndAccusesNobody() {
        log.signByHalf();

        Session session = host.run("", "sync", "web1");

        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("without the post-quantum signature of voter member-1");
        assertThat(host.run("", "status", "web1", "--json").out())
                .contains("\"log_forked\" : false");
    }
}
