package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HSM is away for ten minutes in the middle of an enrolment. */
class OutlastedOutageTest {
    @RegisterExtension
    static final RunningService SERVICE = new RunningService(FaultyKeyService::new);

    @AfterEach
    void everythingAnswersAgain() {
        FaultyKeyService.everythingAnswers();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEnrolmentFinishesAndTheBurnIsStillTheSameKeys(boolean admitted) {
        Minter minter = new Minter(SERVICE, admitted ? "admitted" : "not-admitted");
        minter.prepare();
        BootstrapSeed seed = minter.minted();
        TestHost host = new TestHost(SERVICE);
        BootstrapOffer offer = host.offer(seed);
        (admitted ? FaultyKeyService.NO_SIGNATURES : FaultyKeyService.NO_ADMISSIONS).set(true);
        Answer failed = host.redeem(seed, offer);
        SERVICE.clock().advance(Duration.ofMinutes(10));
        Answer stillFailed = host.enrol(seed);
        FaultyKeyService.everythingAnswers();
        Answer finished = host.enrol(seed);

        assertThat(failed.status()).isEqualTo(503);
        assertThat(stillFailed.status()).isEqualTo(503);
        CertificateAnswer certificate = TestHost.certificate(finished);
        assertThat(host.with(certificate).post("/v1/heartbeats", "{}").status()).isEqualTo(200);
        assertThat(new TestHost(SERVICE).enrol(seed).problem()).isEqualTo("bootstrap-spent");
        assertThat(SERVICE.admin().get("/audit/integrity").json().flag("verified")).isTrue();
    }
}
