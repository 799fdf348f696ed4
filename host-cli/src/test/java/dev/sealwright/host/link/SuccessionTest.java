package dev.sealwright.host.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which anchors a host takes in the place of its own. */
final class SuccessionTest {
    @TempDir private Path home;
    private HostRuns host;
    private StandInService service;
    private HostsDesk desk;

    @BeforeEach
    void enrol() {
        host = new HostRuns(home);
        service = host.service();
        desk = service.desk();
        host.enrol();
        desk.publish(1, Duration.ofHours(1));
        sync();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private int sync() {
        return host.run("", "sync", "web1").code();
    }

    private KnownHost known() {
        return KnownHost.load(host.folder(), host.clock().instant());
    }

    private String audit() {
        var audit = new LocalAudit(host.folder(), InstantSource.system(), new SecureRandom());
        return audit.waiting(100) + service.events().toString();
    }

    @Test
    void theRootsSuccessorIsTakenAndWhatWasAcceptedHoldsOn() {
        Bytes next = desk.successor(2, desk.closed(desk.log().size()));
        service.show(next);

        assertThat(sync()).isZero();

        assertThat(known().verifier().anchors().document()).isEqualTo(next);
        assertThat(host.folder().pastAnchors()).containsExactly(desk.anchors());
        assertThat(host.run("", "status", "web1").out()).contains("policy_version");
        assertThat(audit()).contains("anchors.taken", "version 2");
    }

    @Test
    void anOlderDocumentIsRefusedAndNothingChanges() {
        service.show(desk.successor(3, desk.closed(desk.log().size())));
        sync();
        Bytes kept = host.folder().anchors();

        service.show(desk.successor(2, desk.closed(desk.log().size())));
        sync();

        assertThat(host.folder().anchors()).isEqualTo(kept);
        assertThat(audit()).contains("anchors.refused", "after 3");
    }

    @Test
    void aDocumentOfAnotherRootIsRefusedAndNothingChanges() {
        try (StandInService stranger = new StandInService(host.clock())) {
            HostsDesk other = stranger.desk();
            service.show(other.successor(2, other.closed(other.log().size())));

            sync();
        }

        assertThat(host.folder().anchors()).isEqualTo(desk.anchors());
        assertThat(audit()).contains("anchors.refused", "another root");
    }

    @Test
    void aDocumentThatTheLogDoesNotPutInForceIsRefusedThoughTheRootSignedIt() {
        service.show(desk.replacement(2));

        sync();

        assertThat(host.folder().anchors()).isEqualTo(desk.anchors());
        assertThat(audit()).contains("anchors.refused", "does not put in the place");
    }

    @Test
    void bytesThatAreNoDocumentAreRefusedAndNothingChanges() {
        service.show(Bytes.utf8("no anchors"));

        sync();

        assertThat(host.folder().anchors()).isEqualTo(desk.anchors());
        assertThat(audit()).contains("anchors.refused");
    }

    @Test
    void whatWasSignedBeyondTheEndOfAClosedEpochIsNoPolicy() {
        ClosedEpoch early = desk.closed(desk.log().size());
        desk.publish(2, Duration.ofHours(1));
        service.show(desk.successor(2, early));

        assertThat(sync()).isEqualTo(1);

        assertThat(audit()).contains("policy.refused", "beyond where its epoch was closed");
    }

    @Test
    void aLogThatDoesNotBeginWithWhatItTookOverIsRefused() {
        ClosedEpoch real = desk.closed(desk.log().size());
        service.show(
                desk.successor(
                        2,
                        new ClosedEpoch(
                                real.origin(),
                                real.anchors(),
                                real.size(),
                                real.root(),
                                real.restoredSize() - 1,
                                real.root())));

        var result = host.run("", "sync", "web1");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("does not begin with what its anchors say");
    }
}
