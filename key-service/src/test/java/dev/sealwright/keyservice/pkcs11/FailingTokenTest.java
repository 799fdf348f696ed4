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
import dev.sealwright.keyservice.pkcs11.binding.FaultyModule;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when token, sessions or login go away under the service. */
final class FailingTokenTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final Bytes AAD = Bytes.utf8("aad");
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final SoftHsmToken token = HSM.token();
    private final FaultyModule module = new FaultyModule(token.module());
    private Pkcs11KeyBackend backend;
    private KeyHandle key;
    private Bytes expected;

    @BeforeEach
    void openTheBackend() {
        backend = open(config());
        key = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.ED25519));
        expected = backend.sign(key, MESSAGE);
    }

    @AfterEach
    void closeTheBackend() {
        backend.close();
    }

    private Pkcs11Config config() {
        return Pkcs11Config.of(token.module(), token.label(), token.userPinFile()).withSessions(4);
    }

    private Pkcs11KeyBackend open(Pkcs11Config config) {
        return Pkcs11KeyBackend.open(module.cryptoki(), config, new SecureRandom());
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
        module.refuse("C_SignInit", code, 1);

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
        module.refuse("C_SignInit", code, 1);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isZero();
        assertThat(generation()).isEqualTo(2);
    }

    @Test
    void whenNewSessionsDoNotHelpTheModuleIsInitialisedAnew() {
        module.refuse("C_SignInit", ReturnCode.SESSION_HANDLE_INVALID, 1);
        module.refuse("C_Login", ReturnCode.FUNCTION_FAILED, 1);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(module.calls("C_Finalize")).isEqualTo(1);
    }

    @Test
    void anOddFailureOfOneSessionCostsThatSessionOnly() {
        module.refuse("C_Sign", ReturnCode.GENERAL_ERROR, 1);

        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);

        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void aRefusedPinStopsEverythingAtOnce() {
        int before = module.calls("C_Login");
        module.refuse("C_SignInit", ReturnCode.USER_NOT_LOGGED_IN, 1);
        module.refuse("C_Login", ReturnCode.PIN_INCORRECT, 9);

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
        int before = module.calls("C_Decrypt");

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
        int calls = module.calls("C_GenerateKeyPair");
        module.breakAfter("C_GenerateKeyPair", ReturnCode.FUNCTION_FAILED);

        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> backend.generate(spec));

        assertThat(module.calls("C_GenerateKeyPair") - calls).isEqualTo(1);
        assertThat(backend.describeKeys()).hasSize(before);
        assertThat(backend.generate(spec).label()).isEqualTo(spec.label());
    }

    @Test
    void aTokenThatKnowsTheCurveByNameOnlyGetsItsName() {
        module.refuse("C_GenerateKeyPair", ReturnCode.CURVE_NOT_SUPPORTED, 1);

        KeyHandle made = backend.generate(KeySpec.of(fresh(), KeyAlgorithm.ED25519));

        assertThat(backend.sign(made, MESSAGE).size()).isEqualTo(64);
    }

    @Test
    void aCallThatHangsCostsItsCallerAndItsThreadOnly() {
        backend.close();
        backend =
                open(
                        config().withSessions(1)
                                .withLimits(Duration.ofSeconds(1), Duration.ofMillis(500)));
        CountDownLatch release = module.hang("C_Sign");

        try {
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE))
                    .withMessageContaining("deadline");
            assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
        } finally {
            release.countDown();
        }
    }

    @Test
    void theModuleIsNotFinalisedUnderACallThatHangs() {
        backend.close();
        backend =
                open(
                        config().withSessions(2)
                                .withLimits(Duration.ofSeconds(1), Duration.ofMillis(500)));
        int finalised = module.calls("C_Finalize");
        CountDownLatch release = module.hang("C_Sign");
        try {
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE));
            module.refuse("C_SignInit", ReturnCode.DEVICE_REMOVED, 1);

            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.sign(key, MESSAGE));

            assertThat(module.calls("C_Finalize")).isEqualTo(finalised);
        } finally {
            release.countDown();
        }
        awaitReady();
        assertThat(backend.sign(key, MESSAGE)).isEqualTo(expected);
    }
}
