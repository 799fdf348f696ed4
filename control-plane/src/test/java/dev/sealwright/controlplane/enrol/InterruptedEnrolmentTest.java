package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever fails between the burn and the certificate: the key that burned the bootstrap gets it,
 * and no other.
 */
class InterruptedEnrolmentTest {
    @RegisterExtension
    static final RunningService SERVICE = new RunningService(FaultyKeyService::new);

    private static final Minter ACME = new Minter(SERVICE, "acme");

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    @AfterEach
    void everythingAnswersAgain() {
        FaultyKeyService.everythingAnswers();
    }

    @Test
    void aCertificateThatTheKeyServiceCouldNotIssueIsIssuedAfterARestart() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = new TestHost(SERVICE);
        FaultyKeyService.NO_CERTIFICATES.set(true);
        Answer failed = host.enrol(seed);
        SERVICE.stop();
        FaultyKeyService.NO_CERTIFICATES.set(false);
        SERVICE.start();

        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.problem()).isEqualTo("hsm-unavailable");
        assertThat(failed.header("Retry-After")).isNotEmpty();
        CertificateAnswer certificate = TestHost.certificate(host.enrol(seed));
        assertThat(host.with(certificate).post("/v1/heartbeats", "{}").status()).isEqualTo(200);
        assertThat(new TestHost(SERVICE).enrol(seed).problem()).isEqualTo("bootstrap-spent");
    }

    @Test
    void anEnrolmentThatTheHsmCouldNotSignFinishesWhenItIsBack() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = new TestHost(SERVICE);
        BootstrapOffer offer = host.offer(seed);
        FaultyKeyService.NO_SIGNATURES.set(true);
        Answer failed = host.redeem(seed, offer);
        FaultyKeyService.NO_SIGNATURES.set(false);

        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.problem()).isEqualTo("log-unavailable");
        assertThat(host.redeem(seed, offer).status()).isEqualTo(201);
        assertThat(new TestHost(SERVICE).enrol(seed).problem()).isEqualTo("bootstrap-spent");
    }

    @Test
    void anEnrolmentThatTheHsmCouldNotSignFinishesAfterARestart() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = new TestHost(SERVICE);
        BootstrapOffer offer = host.offer(seed);
        FaultyKeyService.NO_SIGNATURES.set(true);
        Answer failed = host.redeem(seed, offer);
        SERVICE.stop();
        FaultyKeyService.NO_SIGNATURES.set(false);
        SERVICE.start();

        assertThat(failed.status()).isEqualTo(503);
        assertThat(host.enrol(seed).status()).isEqualTo(201);
    }
}
