package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.ServiceProcess;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The service dies by SIGKILL in the middle of an enrolment and is started again on the same
 * folder: the host's retry gets the one certificate, the log verifies, nothing is there twice.
 */
class KilledServiceTest {
    @RegisterExtension static final ServiceProcess SERVICE = new ServiceProcess();

    private static final Minter ACME = new Minter(SERVICE, "acme");

    /** More of them make a longer test: {@code -Dsealwright.kills=100}. */
    private static final int KILLS = Integer.getInteger("sealwright.kills", 2);

    /** A real outage takes its time: {@code -Dsealwright.away=PT10M}. */
    private static final Duration AWAY =
            Duration.parse(System.getProperty("sealwright.away", "PT2S"));

    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    /** How far an enrolment has come when the service is killed, as the database tells. */
    private enum Moment {
        BURNED("SELECT count(*) FROM enrolment"),
        IN_THE_LOG("SELECT count(*) FROM enrolment e JOIN log_entry l ON l.id = e.leaf_id"),
        SIGNED("SELECT count(*) FROM enrolment e JOIN log_released r ON r.id = e.leaf_id"),
        CERTIFIED("SELECT count(*) FROM enrolment WHERE chain IS NOT NULL");

        private final String count;

        Moment(String count) {
            this.count = count;
        }

        long count(Connection connection) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(count)) {
                result.next();
                return result.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Enrolling(TestHost host, BootstrapSeed seed, BootstrapOffer offer) {
        static Enrolling begin() {
            BootstrapSeed seed = ACME.minted();
            TestHost host = new TestHost(SERVICE);
            return new Enrolling(host, seed, host.offer(seed));
        }

        /** Empty when the service died before it answered. */
        Optional<CertificateAnswer> redeem() {
            try {
                Answer answer = host.redeem(seed, offer);
                return answer.status() == 201
                        ? Optional.of(TestHost.certificate(answer))
                        : Optional.empty();
            } catch (UncheckedIOException e) {
                return Optional.empty();
            }
        }

        CertificateAnswer retry() {
            return TestHost.certificate(host.enrol(seed));
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void killedAtEachStepItFinishesTheEnrolment(Moment moment) throws Exception {
        Enrolling enrolling = Enrolling.begin();
        try (Connection connection = SERVICE.database().getConnection();
                ExecutorService host = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = moment.count(connection);
            Future<Optional<CertificateAnswer>> first = host.submit(enrolling::redeem);
            while (moment.count(connection) == before && !first.isDone()) {
                Thread.onSpinWait();
            }
            SERVICE.kill();
            finishes(enrolling, first);
        }
    }

    @Test
    void killedAtAnyMomentItFinishesTheEnrolment() throws Exception {
        Random random = new Random(SEED);
        long usual = duration();
        for (int i = 0; i < KILLS; i++) {
            Enrolling enrolling = Enrolling.begin();
            try (ExecutorService host = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Optional<CertificateAnswer>> first = host.submit(enrolling::redeem);
                TimeUnit.NANOSECONDS.sleep(random.nextLong(usual));
                SERVICE.kill();
                finishes(enrolling, first);
            }
        }
    }

    @Test
    void killedWhileTheTokenIsAwayItFinishesTheEnrolmentWhenTheTokenIsBack() throws Exception {
        Enrolling enrolling = Enrolling.begin();
        try (Connection connection = SERVICE.database().getConnection();
                ExecutorService host = Executors.newVirtualThreadPerTaskExecutor()) {
            long burned = Moment.BURNED.count(connection);
            SERVICE.loseToken();
            Future<Optional<CertificateAnswer>> first = host.submit(enrolling::redeem);
            while (Moment.BURNED.count(connection) == burned && !first.isDone()) {
                Thread.onSpinWait();
            }
            SERVICE.kill();
            TimeUnit.NANOSECONDS.sleep(AWAY.toNanos());
            SERVICE.regainToken();

            finishes(enrolling, first);
            assertThat(Moment.BURNED.count(connection)).isEqualTo(burned + 1);
        }
    }

    /** Of an enrolment that nobody disturbs, in nanoseconds. */
    private static long duration() {
        Enrolling undisturbed = Enrolling.begin();
        long began = System.nanoTime();
        assertThat(undisturbed.redeem()).isPresent();
        return System.nanoTime() - began;
    }

    private static void finishes(Enrolling enrolling, Future<Optional<CertificateAnswer>> first)
            throws ExecutionException, InterruptedException {
        assertThat(SERVICE.isAlive()).isFalse();
        SERVICE.start();
        CertificateAnswer certificate = enrolling.retry();

        first.get()
                .ifPresent(
                        lost ->
                                assertThat(lost.chain().getFirst())
                                        .isEqualTo(certificate.chain().getFirst()));
        assertThat(enrolling.retry().chain()).isEqualTo(certificate.chain());
        assertThat(enrolling.host().with(certificate).post("/v1/heartbeats", "{}").status())
                .isEqualTo(200);
        assertThat(new TestHost(SERVICE).enrol(enrolling.seed()).problem())
                .isEqualTo("bootstrap-spent");
        nothingIsBrokenAndNothingDoubled();
    }

    private static void nothingIsBrokenAndNothingDoubled() {
        Json integrity = SERVICE.admin().get("/audit/integrity").json();
        assertThat(integrity.flag("verified")).as(integrity.node().toString()).isTrue();
        List<String> enrolments = ids("/audit/entries?org=acme&kind=enrolment", "leaf");
        List<String> hosts = ids("/v1/orgs/acme/hosts", "sandbox_id");
        Set<String> distinct = new HashSet<>(enrolments);
        assertThat(distinct).hasSameSizeAs(enrolments);
        assertThat(enrolments).hasSameSizeAs(hosts);
    }

    private static List<String> ids(String path, String member) {
        return SERVICE.admin().get(path).json().items("items").stream()
                .map(item -> item.text(member))
                .toList();
    }
}
