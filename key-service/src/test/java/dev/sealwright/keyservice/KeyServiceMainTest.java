package dev.sealwright.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.fixture.Daemon;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key service as operators run it: its starts, its ends, and what its clients notice. */
final class KeyServiceMainTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    /** However slow the machine is that a JVM starts on. */
    private static final Patience AMPLE =
            new Patience(Duration.ofMinutes(2), Duration.ofMinutes(2));

    private final Leaves leaves = new Leaves(InstantSource.system());
    private Daemon daemon;

    @TempDir Path home;

    @BeforeEach
    void prepare() {
        daemon = new Daemon(CEREMONY.ceremony(), home);
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    private RemoteKeyService client() {
        return RemoteKeyService.at(daemon.address(), AMPLE);
    }

    private LogBook begun(KeyService service) {
        LogBook log = new LogBook(service);
        log.append(leaves.genesis(CEREMONY.ceremony().anchors(leaves.now())));
        return log;
    }

    @Test
    void killedUnderLoadItCostsItsClientsARetryAtMost() throws Exception {
        daemon.start();
        try (RemoteKeyService service = client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LogBook log = begun(service);
            Bytes pepper = service.derive(Purpose.API_KEY_PEPPER, 1);
            AtomicBoolean running = new AtomicBoolean(true);
            AtomicInteger calls = new AtomicInteger();
            Callable<Boolean> deriving =
                    () -> {
                        while (running.get()) {
                            if (!service.derive(Purpose.API_KEY_PEPPER, 1).equals(pepper)) {
                                return false;
                            }
                            calls.incrementAndGet();
                        }
                        return true;
                    };
            List<Future<Boolean>> callers =
                    List.of(
                            threads.submit(deriving),
                            threads.submit(deriving),
                            threads.submit(deriving));
            for (int kills = 0; kills < 2; kills++) {
                for (int i = 0; i < 20; i++) {
                    log.append(List.of(leaves.event(), leaves.event()));
                }
                daemon.kill();
                daemon.start();
            }
            log.append(List.of(leaves.event()));
            running.set(false);
            for (Future<Boolean> caller : callers) {
                assertThat(caller.get()).isTrue();
            }
            assertThat(service.head().size()).isEqualTo(log.size()).isEqualTo(83);
            assertThat(calls.get()).isPositive();
        }
    }

    @Test
    void anAppendThatWasSignedBeforeTheCrashGivesTheSameNoteAfterIt() {
        daemon.start();
        try (RemoteKeyService service = client()) {
            LogBook log = begun(service);
            Bytes leaf = leaves.event();
            String note = log.append(List.of(leaf)).note();
            daemon.kill();
            daemon.start();
            assertThat(service.append(2, List.of(leaf)).note()).isEqualTo(note);
            assertThat(service.head().note()).contains(note);
        }
    }

    @Test
    void itSaysWhatItRunsOn() {
        daemon.start();
        try (RemoteKeyService service = client()) {
            assertThat(service.describeToken().profile()).isEqualTo("softhsm2");
            assertThat(service.describeToken().abilities())
                    .filteredOn(TokenDescription.Ability::needed)
                    .isNotEmpty()
                    .allMatch(TokenDescription.Ability::tried)
                    .allMatch(each -> each.state() == TokenDescription.State.AVAILABLE);
        }
        assertThat(daemon.output())
                .contains("runs on software, row 3 of tee > hsm > software: SoftHSM 2");
    }

    @Test
    void aTokenThatLacksWhatNothingReplacesStopsTheStart() throws IOException {
        daemon.with("SEALWRIGHT_PKCS11_PROFILE", profile("mechanism EDDSA 0x80000c03")).start();

        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.REFUSED);
        assertThat(daemon.output())
                .contains("append (the log key, Ed25519): the token does not offer ED25519_SIGN")
                .contains("docs/hsm");
    }

    @Test
    void whatIsOnlyMissingForSomeIsRefusedToThem() throws IOException {
        daemon.with("SEALWRIGHT_PKCS11_PROFILE", profile("mechanism RSA_PKCS_PSS 0x80000c03"))
                .start();
        try (RemoteKeyService service = client()) {
            KeyOrder order = new KeyOrder(Leaves.ORG, Bytes.zeros(16), 1, SigningAlgorithm.PS256);

            assertThatExceptionOfType(KeyServiceRefusedException.class)
                    .isThrownBy(() -> service.makeKey(order))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_OFFERED));
        }
    }

    @Test
    void aProfileThatThereIsNotIsAWrongConfiguration() {
        daemon.with("SEALWRIGHT_PKCS11_PROFILE", "softhsm").start();

        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.WRONG_CONFIGURATION);
        assertThat(daemon.output()).contains("softhsm2, kryoptic");
    }

    @Test
    void theTokenIsUsedByAsManySessionsAsItIsTold() {
        daemon.with("SEALWRIGHT_PKCS11_SESSIONS", "1").start();
        try (RemoteKeyService service = client()) {
            assertThat(service.probe().signature().size()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "-1", "01", "2.5", "many", "4294967297"})
    void sessionsAreANumberFromOneToSixtyFour(String number) {
        daemon.with("SEALWRIGHT_PKCS11_SESSIONS", number).start();

        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.WRONG_CONFIGURATION);
        assertThat(daemon.output()).contains("SEALWRIGHT_PKCS11_SESSIONS is a number from 1 to 64");
    }

    @Test
    void fipsModeIsYesOrNo() {
        daemon.with("SEALWRIGHT_FIPS", "on").start();

        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.WRONG_CONFIGURATION);
        assertThat(daemon.output()).contains("SEALWRIGHT_FIPS is yes or no");
    }

    private String profile(String line) throws IOException {
        return Files.writeString(
                        home.resolve("trial.profile"),
                        """
                        sealwright-pkcs11-profile 1
                        name trial
                        title a trial
                        standing software
                        login pin
                        nonce caller
                        point wrapped
                        session-keys yes
                        """
                                + line
                                + "\n")
                .toString();
    }

    @Test
    void sigtermEndsItInOrder() {
        daemon.start();
        try (RemoteKeyService service = client()) {
            Head head = service.head();
            assertThat(daemon.terminate()).isEqualTo(143);
            assertThat(daemon.address().socket()).doesNotExist();
            daemon.start();
            assertThat(service.head()).isEqualTo(head);
        }
    }

    @Test
    void aSecondOneOnTheSameStateRefusesToStart(@TempDir Path elsewhere) {
        daemon.start();
        try (RemoteKeyService service = client();
                Daemon second = new Daemon(CEREMONY.ceremony(), elsewhere)) {
            assertThat(service.head().size()).isZero();
            second.with("SEALWRIGHT_HOME", home.toString()).start();
            assertThat(second.exitStatus()).isEqualTo(KeyServiceMain.REFUSED);
            assertThat(second.output()).contains("Another process is this voter already");
        }
    }

    @Test
    void whatIsWrongWithItsConfigurationItSays() {
        daemon.with("SEALWRIGHT_KEY_SERVICE", "").start();
        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.WRONG_CONFIGURATION);
        assertThat(daemon.output()).contains("SEALWRIGHT_KEY_SERVICE is not set");
    }

    @Test
    void aPinThatOthersCanReadIsRefusedAndNoLineSaysIt() throws IOException {
        Path pin = home.resolve("user.pin");
        Files.copy(CEREMONY.ceremony().config(home).pinFile(), pin);
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r-----"));
        daemon.with("SEALWRIGHT_PIN_FILE", pin.toString()).start();
        assertThat(daemon.exitStatus()).isEqualTo(KeyServiceMain.REFUSED);
        assertThat(daemon.output())
                .contains("Set its mode to 0600")
                .doesNotContain(Files.readString(pin).strip());
    }
}
