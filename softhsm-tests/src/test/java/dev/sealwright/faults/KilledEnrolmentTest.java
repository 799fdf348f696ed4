package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.testkit.FaultOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is killed at whichever step of an enrolment: the host that asks again gets its
 * certificate, once. {@code -Dsealwright.faults=all} kills everything at every step; without it,
 * some of each.
 */
final class KilledEnrolmentTest {
    /** The steps in their order. */
    enum Step {
        /** The bootstrap is being burned. */
        BURN,
        /** The leaf gets its index. */
        COMMIT,
        /** The head is committed and not signed. */
        SIGN,
        /** The head is signed, and the signature not stored. */
        RELEASE,
        /** The leaf is in the log, and the certificate not made. */
        ISSUE,
        /** The certificate is made and not stored. */
        CERTIFY;

        Gate gate(Deployment at) {
            return switch (this) {
                case BURN -> Gate.inDatabase(at, "INSERT", "enrolment");
                case COMMIT -> Gate.inDatabase(at, "INSERT", "log_entry");
                case SIGN -> Gate.inHsm(at, 0);
                case RELEASE -> Gate.inDatabase(at, "INSERT", "log_checkpoint");
                case ISSUE -> Gate.inHsm(at, 1);
                case CERTIFY -> Gate.inDatabase(at, "UPDATE", "enrolment");
            };
        }
    }

    /** What is killed (-9). */
    enum Victim {
        CONTROL_PLANE,
        KEY_SERVICE,
        DATABASE,
        ALL
    }

    private static final List<Arguments> SOME =
            List.of(
                    Arguments.of(Step.SIGN, Victim.KEY_SERVICE),
                    Arguments.of(Step.RELEASE, Victim.CONTROL_PLANE),
                    Arguments.of(Step.BURN, Victim.DATABASE),
                    Arguments.of(Step.COMMIT, Victim.DATABASE),
                    Arguments.of(Step.CERTIFY, Victim.ALL));

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;
    private static int hosts;

    @BeforeAll
    static void aServiceThatRuns() throws Exception {
        deployment = Requirements.deployment(Files.createDirectory(folder.resolve("service")));
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("clients")));
        cli.settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    static Stream<Arguments> kills() {
        return System.getProperty("sealwright.faults", "").equals("all")
                ? Arrays.stream(Step.values())
                        .flatMap(
                                step ->
                                        Arrays.stream(Victim.values())
                                                .map(victim -> Arguments.of(step, victim)))
                : SOME.stream();
    }

    @ParameterizedTest
    @MethodSource("kills")
    void theHostThatAsksAgainGetsItsCertificate(Step step, Victim victim) throws Exception {
        String url = cli.mint().orFail().out().strip();
        String name = "host-" + ++hosts;
        Gate gate = step.gate(deployment);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Cli.Ran> first = other.submit(() -> cli.enrol(name, url));
            gate.awaitCaught();
            kill(victim);
            gate.close();
            deployment.postgres().start();
            deployment.start();
            if (gate instanceof Gate.InDatabase inDatabase) {
                inDatabase.remove();
            }
            Cli.Ran ran = first.get();
            for (int i = 0; i < 10 && ran.mayComeLater(); i++) {
                ran = cli.enrol(name, url);
            }
            ran.orFail();
        }

        cli.host("renew", name).orFail();
        assertThat(cli.enrol(name + "-thief", url).err()).contains("bootstrap");
        var log = VerifiedLog.of(cli, deployment, folder.resolve("mirror"));
        assertThat(log.doubles()).isEmpty();
        assertThat(log.enrolments()).hasSize(hosts);
    }

    private static void kill(Victim victim) {
        if (victim == Victim.CONTROL_PLANE || victim == Victim.ALL) {
            deployment.service().kill();
        }
        if (victim == Victim.KEY_SERVICE || victim == Victim.ALL) {
            deployment.keys().kill();
        }
        if (victim == Victim.DATABASE || victim == Victim.ALL) {
            deployment.postgres().kill();
        }
    }

    @Test
    void aCrashInTheVendorsCodeCostsTheKeyServiceOnly() {
        String url = cli.mint().orFail().out().strip();
        String name = "host-" + ++hosts;
        FaultOrder.Given crash = deployment.hsm().on("C_Sign").crash();

        Cli.Ran ran = cli.enrol(name, url);
        for (int i = 0; i < 10 && ran.mayComeLater(); i++) {
            ran = cli.enrol(name, url);
        }

        ran.orFail();
        assertThat(crash.hits()).isEqualTo(1);
        assertThat(deployment.service().isAlive()).isTrue();
        assertThat(VerifiedLog.of(cli, deployment, folder.resolve("mirror")).doubles()).isEmpty();
    }
}
