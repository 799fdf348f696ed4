package dev.sealwright.host.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ForkEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForkedLogTest {
    private static final int FORKED = 6;

    @TempDir private Path home;
    private HostRuns host;
    private StandInService service;
    private StandInLog log;

    @BeforeEach
    void enrol() {
        host = new HostRuns(home);
        service = host.service();
        log = service.desk().log();
        host.enrol();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aLogThatGrowsIsFollowedAndRemembered() {
        for (int more : new int[] {1, 2, 3, 250, 300}) {
            grow(more);
            assertThat(sync().code()).isZero();
            assertThat(memory().head().size()).isEqualTo(log.size());
        }
        assertThat(status()).contains("\"log_size\" : " + log.size());
        assertThat(status()).contains("\"log_forked\" : false");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 250})
    void aLogThatRewroteWhatThisHostKnowsIsAFork(int more) {
        grow(8);
        assertThat(sync().code()).isZero();
        log.rewrite(3, log.leaves().get(2));
        grow(more);
        assertForked(sync(), ForkEvidence.Kind.FORKED);
        assertThat(service.events()).anyMatch(event -> event.contains("log.forked"));
    }

    @Test
    void aForkBeforeTheFirstSyncIsFoundByTheCheckpointOfTheCertificate() {
        log.rewrite(0, log.leaves().get(1));
        grow(5);
        assertForked(sync(), ForkEvidence.Kind.FORKED);
    }

    @Test
    void aLogThatBecameShorterIsNamed() {
        grow(8);
        assertThat(sync().code()).isZero();
        log.truncate(log.size() - 1);
        Session session = sync();
        assertForked(session, ForkEvidence.Kind.SHRUNK);
        assertThat(session.err()).contains("entries after");
    }

    @Test
    void whatAForkedLogBringsIsNotTaken() {
        service.desk().publish(1, Duration.ofHours(1));
        assertThat(sync().code()).isZero();
        log.rewrite(1, log.leaves().get(0));
        service.desk().publish(2, Duration.ofHours(1));
        assertThat(sync().code()).isEqualTo(FORKED);
        assertThat(status()).contains("\"version\" : 1");
    }

    @Test
    void aReceiptOfAnotherHistoryIsAForkAlsoWhileTheCheckpointIsTheRightOne() {
        grow(8);
        assertThat(sync().code()).isZero();
        Bytes right = log.checkpoint().bytes();
        log.rewrite(1, log.leaves().get(0));
        service.desk().publish(1, Duration.ofHours(1));
        service.show("checkpoint", right);
        assertForked(sync(), ForkEvidence.Kind.FORKED);
        assertThat(status()).doesNotContain("\"policy\"");
    }

    @Test
    void tilesThatProveNothingAreNotBelievedAndAccuseNobody() {
        service.desk().publish(1, Duration.ofHours(1));
        service.show("tile/0/000.p/" + log.size(), Bytes.zeros(32 * log.size()));
        Session session = sync();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("tiles that do not give the checkpoint's root");
        assertThat(status()).contains("\"log_forked\" : false").doesNotContain("\"policy\"");
    }

    @Test
    void aRunningAgentEndsWhenTheLogForks() throws InterruptedException {
        service.desk().publish(1, Duration.ofHours(1));
        Path ready = home.resolve("ready");
        var forker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!Files.exists(ready)) {
                                        Thread.onSpinWait();
                                    }
                                    log.rewrite(1, log.leaves().get(0));
                                    service.desk().publish(2, Duration.ofHours(1));
                                });
        Session session =
                host.run(
                        "",
                        "start",
                        "web1",
                        "--agent",
                        "sh",
                        "-c",
                        "touch " + ready + "; exec sleep 600");
        forker.join();
        assertForked(session, ForkEvidence.Kind.FORKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "renew", "start"})
    void afterAForkNothingGoesOnUntilTheEvidenceIsTakenAway(String command) throws IOException {
        grow(8);
        assertThat(sync().code()).isZero();
        var leaves = log.leaves();
        log.rewrite(3, leaves.get(2));
        assertThat(sync().code()).isEqualTo(FORKED);
        log.rewrite(3, leaves.get(3));
        int asked = service.asked("/log/1/checkpoint");
        assertThat(host.run("", command, "web1").code()).isEqualTo(FORKED);
        assertThat(service.asked("/log/1/checkpoint")).isEqualTo(asked);
        Files.delete(memory().evidenceFile());
        assertThat(sync().code()).isZero();
    }

    @Test
    void whatCouldNotBeToldIsToldLater() {
        service.lose(StandInService.EVENTS, 100);
        log.rewrite(0, log.leaves().get(1));
        grow(1);
        assertThat(sync().code()).isEqualTo(FORKED);
        assertThat(status()).contains("\"events_waiting\" : 1");
        service.lose(StandInService.EVENTS, 0);
        assertThat(sync().code()).isEqualTo(FORKED);
        assertThat(status()).contains("\"events_waiting\" : 0");
    }

    private void assertForked(Session session, ForkEvidence.Kind kind) {
        assertThat(session.code()).as(session.err()).isEqualTo(FORKED);
        assertThat(session.err()).contains("fork.json");
        assertThat(status()).contains("\"log_forked\" : true").contains("fork.json");
        Optional<ForkEvidence> evidence = memory().evidence();
        assertThat(evidence).isPresent();
        assertThat(evidence.get().verify(known().verifier().anchors())).isEqualTo(kind);
    }

    private KnownHost known() {
        return KnownHost.load(host.folder(), host.clock().instant());
    }

    private LogMemory memory() {
        return new LogMemory(host.folder(), known());
    }

    private Session sync() {
        return host.run("", "sync", "web1");
    }

    private String status() {
        return host.run("", "status", "web1", "--json").out();
    }

    /** By leaves that mean nothing to this host. */
    private void grow(int more) {
        for (int i = 0; i < more; i++) {
            service.desk().mint(Bytes.concat(Bytes.zeros(24), Bytes.uint64(log.size())));
        }
    }
}
