package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever fails between the burn and the certificate: the key that burned the bootstrap gets it,
 * and no other.
 */
class InterruptedEnrolmentTest {
    private static final AtomicBoolean NO_SIGNATURES = new AtomicBoolean();
    private static final AtomicBoolean NO_CERTIFICATES = new AtomicBoolean();

    @RegisterExtension
    static final RunningService SERVICE = new RunningService(FaultyKeyService::new);

    private static final Minter ACME = new Minter(SERVICE, "acme");

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    @AfterEach
    void everythingAnswersAgain() {
        NO_SIGNATURES.set(false);
        NO_CERTIFICATES.set(false);
    }

    @Test
    void aCertificateThatTheKeyServiceCouldNotIssueIsIssuedAfterARestart() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = new TestHost(SERVICE);
        NO_CERTIFICATES.set(true);
        Answer failed = host.enrol(seed);
        SERVICE.stop();
        NO_CERTIFICATES.set(false);
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
        NO_SIGNATURES.set(true);
        Answer failed = host.redeem(seed, offer);
        NO_SIGNATURES.set(false);

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
        NO_SIGNATURES.set(true);
        Answer failed = host.redeem(seed, offer);
        SERVICE.stop();
        NO_SIGNATURES.set(false);
        SERVICE.start();

        assertThat(failed.status()).isEqualTo(503);
        assertThat(host.enrol(seed).status()).isEqualTo(201);
    }

    /** A key service whose HSM is away when a test says so. */
    private record FaultyKeyService(KeyService real) implements KeyService {
        private static void fail(AtomicBoolean away) {
            if (away.get()) {
                throw new KeyServiceUnavailableException("the HSM does not answer");
            }
        }

        @Override
        public List<Admission> admit(List<Bytes> leaves) {
            return real.admit(leaves);
        }

        @Override
        public SignedCheckpoint append(long size, List<Bytes> leaves) {
            fail(NO_SIGNATURES);
            return real.append(size, leaves);
        }

        @Override
        public Head head() {
            return real.head();
        }

        @Override
        public void observe(String note) {
            real.observe(note);
        }

        @Override
        public IssuedCertificate issueCertificate(CertificateOrder order) {
            fail(NO_CERTIFICATES);
            return real.issueCertificate(order);
        }

        @Override
        public SealedSecret seal(SealOrder order) {
            return real.seal(order);
        }

        @Override
        public Plaintext unseal(UnsealOrder order) {
            return real.unseal(order);
        }

        @Override
        public String signJwt(TokenOrder order) {
            return real.signJwt(order);
        }

        @Override
        public List<OperationCount> counts() {
            return real.counts();
        }

        @Override
        public KeyInventory describeKeys() {
            return real.describeKeys();
        }

        @Override
        public Bytes derive(Purpose purpose) {
            return real.derive(purpose);
        }

        @Override
        public HealthProof probe() {
            return real.probe();
        }

        @Override
        public Bytes anchors() {
            return real.anchors();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
