package dev.sealwright.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StartTest {
    @TempDir private Path home;
    private HostRuns host;
    private StandInService service;

    @BeforeEach
    void enrol() {
        host = new HostRuns(home);
        service = host.service();
        host.enrol();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void theAgentFindsItsPolicyAndItsExitCodeComesBack() throws IOException {
        service.desk().publish(1, Duration.ofHours(1));
        Path seen = home.resolve("seen");
        Session session = agent("cp \"$SEALWRIGHT_POLICY\" " + seen + "; exit 7");
        assertThat(session.code()).as(session.err()).isEqualTo(7);
        assertThat(Files.readString(seen)).contains("\"version\" : 1");
    }

    @Test
    void theFirstHeartbeatComesWithTheAgent() {
        service.desk().publish(1, Duration.ofHours(1));
        Session session = agent(untilAsked(StandInService.HEARTBEAT));
        assertThat(session.code()).isZero();
        assertThat(service.asked(StandInService.HEARTBEAT)).isPositive();
    }

    @Test
    void whatTheHostNoticedReachesTheServiceWithAHeartbeat() {
        service.desk().publish(1, Duration.ofHours(1));
        assertThat(agent(untilAsked(StandInService.EVENTS)).code()).isZero();
        assertThat(service.events()).anyMatch(event -> event.contains("agent.started"));
        Session status = host.run("", "status", "web1", "--json");
        assertThat(status.out()).contains("\"events_waiting\"");
    }

    @Test
    void aPolicyThatComesWhileTheAgentRunsReachesIt() {
        service.desk().publish(1, Duration.ofHours(1));
        Path ready = home.resolve("ready");
        var publisher =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!Files.exists(ready)) {
                                        Thread.onSpinWait();
                                    }
                                    service.desk().publish(2, Duration.ofHours(1));
                                });
        Session session =
                agent(
                        "touch "
                                + ready
                                + "; until grep -q '\"version\" : 2' \"$SEALWRIGHT_POLICY\"; do"
                                + " sleep 0.1; done");
        assertThat(session.code()).isZero();
        assertThat(publisher.isAlive()).isFalse();
    }

    @Test
    void withoutAPolicyNoAgentStarts() {
        Session session = agent("touch " + home.resolve("ran"));
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("this host has no policy");
        assertThat(home.resolve("ran")).doesNotExist();
    }

    @Test
    void withoutTheServiceThePolicyOnDiskDoesUntilItsGraceIsOver() {
        service.desk().publish(1, Duration.ofMinutes(10));
        host.run("", "sync", "web1");
        service.close();
        host.clock().advance(Duration.ofMinutes(24));
        assertThat(agent("exit 0").code()).isZero();
        host.clock().advance(Duration.ofMinutes(2));
        Session session = agent("touch " + home.resolve("ran"));
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("the policy and its grace ended");
        assertThat(home.resolve("ran")).doesNotExist();
    }

    @Test
    void aHostThatIsShutOutLosesItsAgent() {
        service.desk().publish(1, Duration.ofHours(1));
        Path ready = home.resolve("ready");
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!Files.exists(ready)) {
                                Thread.onSpinWait();
                            }
                            service.revoke();
                        });
        Session session = agent("touch " + ready + "; exec sleep 600");
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("the service shut this host out");
    }

    @Test
    void theCertificateIsRenewedWhileTheAgentRuns() {
        service.desk().publish(1, Duration.ofHours(3));
        host.clock().advance(Duration.ofMinutes(40));
        Session session = agent(untilAsked(StandInService.RENEW));
        assertThat(session.code()).isZero();
        assertThat(host.folder().config().renewal()).isPresent();
    }

    @Test
    void anAgentThatCannotStartIsSaidToBeMissing() {
        service.desk().publish(1, Duration.ofHours(1));
        Session session = host.run("", "start", "web1", "--agent", "/no/such/agent", "--flag");
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("/no/such/agent cannot be run");
    }

    private Session agent(String script) {
        return host.run("", "start", "web1", "--agent", "sh", "-c", script);
    }

    /** An agent that ends once the stand-in was asked, which the test marks by a file. */
    private String untilAsked(String path) {
        Path asked = home.resolve("asked");
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (service.asked(path) == 0 || isRenewalMissing(path)) {
                                Thread.onSpinWait();
                            }
                            createFile(asked);
                        });
        return "until [ -e " + asked + " ]; do sleep 0.1; done";
    }

    private boolean isRenewalMissing(String path) {
        return path.equals(StandInService.RENEW) && host.folder().config().renewal().isEmpty();
    }

    private static void createFile(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
