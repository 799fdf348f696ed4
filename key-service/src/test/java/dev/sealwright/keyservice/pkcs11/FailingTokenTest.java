package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.AuthenticationFailedException;
import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.FaultOrder;
import dev.sealwright.testkit.FaultyModule;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when token, sessions or login go away under the service. */
final class FailingTokenTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final Bytes AAD = Bytes.utf8("aad");
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final SoftHsmToken token = HSM.token();

    @TempDir private static Path folder;

    private FaultyModule module;
    private Pkcs11KeyBackend backend;
    private KeyHandle key;
    private Bytes expected;

    @BeforeEach
    void openTheBackend() {
        module = FaultyModule.before(token.module(), folder);
        backend = open(config());
        key = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.ED25519));
        expected = backend.sign(key, MESSAGE);
    }

    @AfterEach
    void closeTheBackend() {
        module.behave();
        backend.close();
    }

    /**
     * Of a vendor that is known beforehand: then opening begins the module once, and finishes it
     * not at all.
     */
    private Pkcs11Config config() {
        return Pkcs11Config.of(module.path(), token.label(), token.userPinFile())
                .of(VendorProfiles.chosen("softhsm2"))
                .withSessions(4);
    }

    private Pkcs11KeyBackend open(Pkcs11Config config) {
        return Pkcs11KeyBackend.open(config, new SecureRandom());
    }

    private static KeyLabel fresh() {
        return new KeyLabel("key-" + COUNT.incrementAndGet());
    }

    private long generation() {
        return backend.health() instanceof BackendHealth.Ready(long generation) ? generation : -1;
    }

    /** Closes every session, and with them the login, behind the backend's back. */
    private void closeAllSessions() {
        Cryptoki other = Cryptoki.load(token.module());
        long slot =
                other.slots().stream()
                        .filter(each -> other.tokenInfo(each).label().equals(token.label()))
                        .findFirst()
                        .orElseThrow();
        other.closeAllSessions(slot);
    }

    @Test
    void lostSessionsAreMadeAnewWithoutAFailedRequest() throws Exception {
        closeAllSessions();
        List<Future<Bytes>> signatures = new ArrayList<>();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                signatures.add(callers.submit(() -> backend.sign(key, MESSAGE)));
            }
        }

        for (Future<Bytes> signature : signatures) {
            assertThat(signature.get()).isEqualTo(expected);
        }
        assertThat(generation()).isEqualTo(2);
        assertThat(module.calls("C_Finalize")).isZero();
    }

    @Test
    void aKeyIsMadeAfterSessionsWereLost() {
        closeAllSessions();

        KeyHandle made = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.EC_P256));

        assertThat(backend.publicKey(made).size()).isPositive();
    }

    @Test
    void aTokenThatWentAndCameBackIsServedWithoutARestart() {
        reopen(4);
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        token.moveAway();
        try {
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> signUntilItFails());
            assertThat(backend.health()).isInstanceOf(BackendHealth.Recovering.class);
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE));
        } finally {
            token.moveBack();
        }

        awaitReady();

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        assertThat(generation()).isGreaterThan(1);
    }

    /** SoftHSM may serve a few signatures from memory after its token has gone. */
    private void signUntilItFails() {
        for (int i = 0; i < 1000; i++) {
            Bytes _ = backend.sign(key, MESSAGE);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + PATIENCE;
        while (!(backend.health() instanceof BackendHealth.Ready)) {
            assertThat(System.nanoTime()).as("time to come back").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReturnCode.class,
            names = {
                "DEVICE_REMOVED",
                "DEVICE_ERROR",
                "TOKEN_NOT_PRESENT",
                "CRYPTOKI_NOT_INITIALIZED"
            })
    void aDeviceThatFailsIsInitialisedAnewAndTheRequestServed(ReturnCode code) {
        module.on("C_SignInit").refuse(code.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isEqualTo(1);
        assertThat(generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReturnCode.class,
            names = {
                "SESSION_HANDLE_INVALID",
                "SESSION_CLOSED",
                "OBJECT_HANDLE_INVALID",
                "KEY_HANDLE_INVALID",
                "USER_NOT_LOGGED_IN",
                "GENERAL_ERROR"
            })
    void aSessionThatFailsIsMadeAnewAndTheRequestServed(ReturnCode code) {
        module.on("C_SignInit").refuse(code.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isZero();
        assertThat(generation()).isEqualTo(2);
    }

    @Test
    void whenNewSessionsDoNotHelpTheModuleIsInitialisedAnew() {
        module.on("C_SignInit").refuse(ReturnCode.SESSION_HANDLE_INVALID.value());
        module.on("C_Login").refuse(ReturnCode.FUNCTION_FAILED.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isEqualTo(1);
    }

    @Test
    void anOddFailureOfOneSessionCostsThatSessionOnly() {
        module.on("C_Sign").refuse(ReturnCode.GENERAL_ERROR.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void aRefusedPinStopsEverythingAtOnce() {
        long before = module.calls("C_Login");
        module.on("C_SignInit").refuse(ReturnCode.USER_NOT_LOGGED_IN.value());
        module.on("C_Login").times(9).refuse(ReturnCode.PIN_INCORRECT.value());

        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE));
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE))
                .withMessageContaining("refused the PIN");

        assertThat(backend.health()).isInstanceOf(BackendHealth.Stopped.class);
        assertThat(module.calls("C_Login") - before).isEqualTo(1);
    }

    @Test
    void aForgedCiphertextIsNoFailureOfTheToken() {
        KeyHandle aes = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.AES_256));
        GcmSealed sealed = backend.encrypt(aes, AAD, MESSAGE);
        long before = module.calls("C_Decrypt");

        assertThatExceptionOfType(AuthenticationFailedException.class)
                .isThrownBy(
                        () ->
                                backend.decrypt(
                                        aes, sealed.iv(), Bytes.EMPTY, sealed.ciphertextAndTag()));

        assertThat(module.calls("C_Decrypt") - before).isEqualTo(1);
        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void aKeyMadeInAFailingCallIsSweptAndNotMadeTwice() {
        KeySpec spec = KeySpec.of(fresh(), KeyAlgorithm.EC_P256);
        int before = backend.describeKeys().size();
        long calls = module.calls("C_GenerateKeyPair");
        module.on("C_GenerateKeyPair").failAfterwards(ReturnCode.FUNCTION_FAILED.value());

        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.generate(spec));

        assertThat(module.calls("C_GenerateKeyPair") - calls).isEqualTo(1);
        assertThat(backend.describeKeys()).hasSize(before);
        assertThat(backend.generate(spec).label()).isEqualTo(spec.label());
    }

    @Test
    void aTokenThatKnowsTheCurveByNameOnlyGetsItsName() {
        module.on("C_GenerateKeyPair").refuse(ReturnCode.CURVE_NOT_SUPPORTED.value());

        KeyHandle made = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.ED25519));

        assertThat(backend.sign(made, MESSAGE).size()).isEqualTo(64);
    }

    @Test
    void aCallThatHangsCostsItsCallerAndItsThreadOnly() {
        reopen(1);
        FaultOrder.Given hanging = module.on("C_Sign").hang();

        try {
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE))
                    .withMessageContaining("deadline");
            assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        } finally {
            hanging.end();
        }
    }

    @Test
    void theModuleIsNotFinalisedUnderACallThatHangs() {
        reopen(2);
        long finalised = module.calls("C_Finalize");
        FaultOrder.Given hanging = module.on("C_Sign").hang();
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE));
        module.on("C_SignInit").refuse(ReturnCode.DEVICE_REMOVED.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isEqualTo(finalised);
        hanging.end();
        module.on("C_SignInit").refuse(ReturnCode.DEVICE_REMOVED.value());
        awaitNoneInside("C_Sign");
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        assertThat(module.calls("C_Finalize")).isEqualTo(finalised + 1);
    }

    @Test
    void nobodyEntersAModuleThatIsFinalised() throws Exception {
        long finalised = module.calls("C_Finalize");
        module.on("C_Initialize").forever().refuse(ReturnCode.DEVICE_ERROR.value());
        module.on("C_SignInit").refuse(ReturnCode.DEVICE_REMOVED.value());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Bytes> first = callers.submit(() -> backend.sign(key, MESSAGE));
            awaitCalls("C_Finalize", finalised + 1);
            long before = module.calls("C_SignInit");
            Future<Bytes> second = callers.submit(() -> backend.sign(key, MESSAGE));
            Future<KeyHandle> made =
                    callers.submit(
                            () -> backend.generate(KeySpec.of(fresh(), KeyAlgorithm.EC_P256)));
            awaitCalls("C_Initialize", module.calls("C_Initialize") + 5);

            assertThat(module.calls("C_SignInit")).isEqualTo(before);
            module.behave();
            assertThat(first.get()).isEqualTo(expected);
            assertThat(second.get()).isEqualTo(expected);
            assertThat(made.get().algorithm()).isEqualTo(KeyAlgorithm.EC_P256);
        }
    }

    @Test
    void aModuleThatHangsNowAndThenNeverRunsOutOfThreads() {
        reopen(1);
        for (int i = 0; i < 3; i++) {
            FaultOrder.Given hanging = module.on("C_Sign").hang();
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE));
            hanging.end();
            awaitNoneInside("C_Sign");
            assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        }
    }

    @Test
    void aHangingCallIsGivenUpThoughNobodyElseCalls() {
        reopen(1);
        FaultOrder.Given hanging = module.on("C_Sign").hang();
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE));

        assertThat(backend.generate(KeySpec.of(fresh(), KeyAlgorithm.EC_P256)).label()).isNotNull();

        hanging.end();
    }

    @Test
    void aRecoveryThatHangsIsGivenUpAndTheCallServedAfterAnother() {
        FaultOrder.Given hanging = module.on("C_Login").hang();
        module.loseSessions();

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.inside("C_Login")).isEqualTo(1);
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        hanging.end();
        awaitNoneInside("C_Login");
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
    }

    /** Short deadlines, so that what hangs is given up soon. */
    private void reopen(int sessions) {
        backend.close();
        backend =
                open(
                        config().withSessions(sessions)
                                .withLimits(Duration.ofSeconds(1), Duration.ofMillis(500)));
    }

    private void awaitCalls(String function, long calls) {
        long end = System.nanoTime() + PATIENCE;
        while (module.calls(function) < calls) {
            assertThat(System.nanoTime()).as("time to be called").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitNoneInside(String function) {
        long end = System.nanoTime() + PATIENCE;
        while (module.inside(function) > 0) {
            assertThat(System.nanoTime()).as("time to come back").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
        // The thread that was given up leaves the gate a moment after it leaves the module.
        LockSupport.parkNanos(50_000_000);
    }

    @Test
    void aTokenThatIsPulledAndPutBackIsServedWithoutARestart() {
        reopen(4);
        module.removeToken(ReturnCode.TOKEN_NOT_PRESENT.value());
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE));
        assertThat(backend.health()).isInstanceOf(BackendHealth.Recovering.class);

        module.putTokenBack();
        awaitReady();

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
    }

    @Test
    void aTokenThatIsBackWithinTheGraceCostsNobodyAnAnswer() throws Exception {
        module.removeToken(ReturnCode.DEVICE_REMOVED.value());
        List<Future<Bytes>> signatures = new ArrayList<>();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                signatures.add(callers.submit(() -> backend.sign(key, MESSAGE)));
            }
            while (module.calls("C_Initialize") < 2) {
                LockSupport.parkNanos(1_000_000);
            }
            module.putTokenBack();
        }

        for (Future<Bytes> signature : signatures) {
            assertThat(signature.get()).isEqualTo(expected);
        }
    }

    @Test
    void manyCallersThatLoseTheirSessionsLogInOnce() throws Exception {
        long logins = module.calls("C_Login");
        List<Future<Bytes>> signatures = new ArrayList<>();
        module.loseSessions();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                signatures.add(callers.submit(() -> backend.sign(key, MESSAGE)));
            }
        }

        for (Future<Bytes> signature : signatures) {
            assertThat(signature.get()).isEqualTo(expected);
        }
        assertThat(module.calls("C_Login") - logins).isEqualTo(1);
    }

    @Test
    void aTokenThatServesNothingBetweenItsReturnsIsLeftAloneForAWhile() {
        KeyHandle aes = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.AES_256));
        GcmSealed sealed = backend.encrypt(aes, AAD, MESSAGE);
        reopen(4);
        module.on("C_DecryptInit").forever().refuse(ReturnCode.DEVICE_ERROR.value());
        long before = module.calls("C_Initialize");

        for (int i = 0; i < 100; i++) {
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(
                            () ->
                                    backend.decrypt(
                                            aes, sealed.iv(), AAD, sealed.ciphertextAndTag()));
        }

        assertThat(module.calls("C_Initialize") - before).isLessThan(30);
        assertThat(backend.health()).isInstanceOf(BackendHealth.Recovering.class);
        module.behave();
        awaitReady();
        assertThat(backend.decrypt(aes, sealed.iv(), AAD, sealed.ciphertextAndTag()))
                .isEqualTo(MESSAGE);
    }

    @Test
    void aVendorsOwnCodeIsTakenForALostSession() {
        module.on("C_SignInit").refuse(0x8000_0042L);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 1L << 40, -64, Long.MIN_VALUE})
    void aSignatureOfAWrongLengthIsMadeAgain(long off) {
        module.on("C_Sign").resize(off);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void aBitThatFlipsWhileAKeyIsFoundIsNoForgedKey() {
        module.on("C_Sign").times(5).corrupt();

        assertThat(backend.find(key.label(), key.algorithm())).isEqualTo(key);

        module.on("C_Sign").times(6).corrupt();
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> backend.find(key.label(), key.algorithm()))
                .withMessageContaining("changed the token");
    }

    @Test
    void aSignatureThatFailsAgainAndAgainIsTriedSixTimesAndNoMore() {
        module.on("C_SignInit").times(5).refuse(ReturnCode.HOST_MEMORY.value());
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        module.on("C_SignInit").forever().refuse(ReturnCode.HOST_MEMORY.value());
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.sign(key, MESSAGE));

        assertThat(module.faults("C_SignInit")).isEqualTo(5 + 6);
    }

    @Test
    void faultsOnTheWayBackCostNobodyAnAnswer() {
        module.on("C_Sign").refuse(ReturnCode.FUNCTION_FAILED.value());
        module.on("C_Login").refuse(ReturnCode.GENERAL_ERROR.value());
        module.on("C_SignInit").after(1).refuse(ReturnCode.SESSION_HANDLE_INVALID.value());
        module.on("C_OpenSession").after(1).refuse(ReturnCode.DEVICE_ERROR.value());
        module.on("C_SignInit").after(2).refuse(ReturnCode.KEY_HANDLE_INVALID.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
    }

    @Test
    void aSignatureThatABitFlippedInIsMadeAgain() {
        module.on("C_Sign").times(2).corrupt();

        assertThat(backend.signVerified(key, MESSAGE, expected::equals)).isEqualTo(expected);

        module.on("C_Sign").forever().corrupt();
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.signVerified(key, MESSAGE, expected::equals))
                .withMessageContaining("do not verify");
    }

    /** The calls of one function, each in its turn, under every code that a token is lost by. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "C_OpenSession",
                "C_Login",
                "C_GetSlotList",
                "C_GetTokenInfo",
                "C_FindObjectsInit",
                "C_FindObjects",
                "C_GetAttributeValue",
                "C_Initialize",
                "C_Finalize",
                "C_CloseSession"
            })
    void whateverFailsWhileTheTokenIsFetchedBackIsTriedAgain(String function) {
        module.on(function).times(2).refuse(ReturnCode.DEVICE_ERROR.value());
        module.on("C_SignInit").refuse(ReturnCode.DEVICE_REMOVED.value());

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
    }

    @Test
    void oneSeedHitsTheSameCalls() {
        assertThat(hits(7)).isEqualTo(hits(7)).isNotEqualTo(hits(8)).contains(true, false);
    }

    /** Which of some signatures met the fault. */
    private List<Boolean> hits(long seed) {
        FaultOrder.Given order =
                module.on("C_Sign").forever().chance(0.3, seed).delay(Duration.ofNanos(1000));
        List<Boolean> hits = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            long before = order.hits();
            assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
            hits.add(order.hits() > before);
        }
        order.end();
        return hits;
    }
}
