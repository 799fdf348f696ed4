package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine's clock is set, forth and back. A leaf's time is what the clock said; its place is
 * its index, whatever the clock says.
 */
class ClockJumpsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 7200, -7200, 61, -59})
    void enrolmentGoesOnAtTheNewTime(long seconds) {
        Instant now = SERVICE.clock().advance(Duration.ofSeconds(seconds));
        TestHost host = new TestHost(SERVICE);

        CertificateAnswer certificate = TestHost.certificate(host.enrol(ACME.minted()));

        assertThat(certificate.chain().getFirst().getNotBefore().toInstant()).isEqualTo(now);
        assertThat(certificate.chain().getFirst().getNotAfter().toInstant())
                .isEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(host.with(certificate).post("/v1/heartbeats", "{}").status()).isEqualTo(200);
        assertThat(SERVICE.admin().get("/audit/integrity").json().flag("verified")).isTrue();
    }

    @Test
    void whatWasMintedBeforeTheClockWentBackIsNotYetGood() {
        SERVICE.clock().advance(Duration.ofHours(1));
        BootstrapSeed seed = ACME.minted();
        SERVICE.clock().advance(Duration.ofHours(-1));

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> new TestHost(SERVICE).enrol(seed));
        SERVICE.clock().advance(Duration.ofHours(1));

        assertThat(new TestHost(SERVICE).enrol(seed).status()).isEqualTo(201);
        SERVICE.clock().advance(Duration.ofHours(-1));
    }

    @Test
    void whatWasMintedBeforeTheClockWentForthIsOver() {
        BootstrapSeed seed = ACME.minted();
        SERVICE.clock().advance(Duration.ofHours(1));

        assertThat(new TestHost(SERVICE).ask(seed).problem()).isEqualTo("bootstrap-expired");
        SERVICE.clock().advance(Duration.ofHours(-1));

        assertThat(new TestHost(SERVICE).enrol(seed).status()).isEqualTo(201);
    }
}
