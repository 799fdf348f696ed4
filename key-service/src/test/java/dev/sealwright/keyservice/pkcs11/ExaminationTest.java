package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyAttribute;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.backend.Standing;
import dev.sealwright.keyservice.backend.TokenReport;
import dev.sealwright.keyservice.backend.TokenReport.Finding;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.FaultyModule;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is found out of a token, and what a vendor's profile changes. */
final class ExaminationTest {
    private static final Set<KeyAlgorithm> ALL = EnumSet.allOf(KeyAlgorithm.class);

    /** What it has not. */
    private static final Finding NO_ML_DSA =
            new Finding.Missing("the token does not offer ML_DSA_65_GENERATE, ML_DSA_65_SIGN");

    private static final String PROFILE =
            """
            sealwright-pkcs11-profile 1
            name trial
            title a trial
            standing hsm
            login pin
            nonce caller
            point wrapped
            session-keys yes
            """;

    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir private Path folder;

    private final SoftHsmToken token = HSM.token();

    private Pkcs11Config config(Path module) {
        return Pkcs11Config.of(module, token.label(), token.userPinFile());
    }

    private Pkcs11KeyBackend open() {
        return Pkcs11KeyBackend.open(config(token.module()), new SecureRandom());
    }

    /** By the profile above, with something said otherwise, or more of it. */
    private Pkcs11KeyBackend openBy(String line) throws IOException {
        String word = line.substring(0, line.indexOf(' '));
        String text =
                PROFILE.contains("\n" + word + " ")
                        ? PROFILE.replaceFirst("(?m)^" + word + " .*$", line)
                        : PROFILE + line + "\n";
        Path file = Files.writeString(folder.resolve("trial.profile"), text);
        return Pkcs11KeyBackend.open(
                config(token.module()).of(VendorProfiles.chosen(file.toString())),
                new SecureRandom());
    }

    @Test
    void softHsmIsRecognisedAndEveryAlgorithmIsTried() {
        try (Pkcs11KeyBackend backend = open()) {
            TokenReport report = backend.examine(ALL);

            assertThat(report.profile()).isEqualTo("softhsm2");
            assertThat(report.standing()).isEqualTo(Standing.SOFTWARE);
            assertThat(report.findings().values())
                    .hasSize(KeyAlgorithm.values().length)
                    .containsOnly(new Finding.Available(true), NO_ML_DSA);
            assertThat(report.of(KeyAlgorithm.ML_DSA_65)).isEqualTo(NO_ML_DSA);
            assertThat(report.remarks()).anyMatch(each -> each.contains("no ML-DSA"));
        }
    }

    @Test
    void whatIsNotAskedForIsLookedUpOnly() {
        try (Pkcs11KeyBackend backend = open()) {
            TokenReport report = backend.examine(EnumSet.of(KeyAlgorithm.ED25519));

            assertThat(report.of(KeyAlgorithm.ED25519)).isEqualTo(new Finding.Available(true));
            assertThat(report.of(KeyAlgorithm.RSA_3072)).isEqualTo(new Finding.Available(false));
        }
    }

    @Test
    void tryingLeavesNothingOnTheToken() {
        try (Pkcs11KeyBackend backend = open()) {
            int before = backend.describeKeys().size();
            backend.examine(ALL);

            assertThat(backend.describeKeys()).hasSize(before);
        }
    }

    @Test
    void aMechanismThatFailsIsMissingThoughItIsOffered() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(config(module.path()), new SecureRandom())) {
            module.on("C_GenerateKeyPair").times(100).refuse(0x70);

            assertThat(backend.examine(EnumSet.of(KeyAlgorithm.ED25519)).of(KeyAlgorithm.ED25519))
                    .isInstanceOfSatisfying(
                            Finding.Missing.class,
                            missing -> assertThat(missing.why()).contains("CKR_MECHANISM_INVALID"));
        }
    }

    @Test
    void aSignatureThatDoesNotVerifyIsNone() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(config(module.path()), new SecureRandom())) {
            module.on("C_Sign").times(6).corrupt();

            assertThat(backend.examine(EnumSet.of(KeyAlgorithm.EC_P256)).of(KeyAlgorithm.EC_P256))
                    .isEqualTo(
                            new Finding.Missing(
                                    "it is offered, but its signature does not verify"));
            assertThat(backend.examine(EnumSet.of(KeyAlgorithm.EC_P256)).of(KeyAlgorithm.EC_P256))
                    .isEqualTo(new Finding.Available(true));
        }
    }

    @Test
    void whatFailsOnceIsTriedAgain() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(config(module.path()), new SecureRandom())) {
            module.on("C_Sign").corrupt();
            module.on("C_SignInit").refuse(0x05);

            assertThat(backend.examine(EnumSet.of(KeyAlgorithm.EC_P256)).of(KeyAlgorithm.EC_P256))
                    .isEqualTo(new Finding.Available(true));
        }
    }

    @Test
    void aTokenInTroubleIsAwayAndDoesNotCountAsOneThatCannot() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(config(module.path()), new SecureRandom())) {
            module.on("C_SignInit").times(3).refuse(0x82);
            module.on("C_SignInit").times(3).refuse(0x05);

            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.examine(EnumSet.of(KeyAlgorithm.EC_P256)))
                    .withMessageContaining("in another way");

            module.behave();
            module.on("C_SignInit").refuse(0x02);
            assertThatExceptionOfType(KeyBackendUnavailableException.class)
                    .isThrownBy(() -> backend.examine(EnumSet.of(KeyAlgorithm.EC_P256)));
        }
    }

    @Test
    void aTokenWithoutSessionKeysIsAskedForItsListOnly() throws IOException {
        try (Pkcs11KeyBackend backend = openBy("session-keys no")) {
            assertThat(backend.examine(ALL).findings().values())
                    .containsOnly(new Finding.Available(false), NO_ML_DSA);
        }
    }

    @Test
    void aVendorsMechanismReplacesTheStandardsWhereItIsOffered() throws IOException {
        // The number that HMAC with SHA-256 has anyway.
        try (Pkcs11KeyBackend backend = openBy("mechanism SHA256_HMAC 0x251")) {
            assertThat(backend.examine(ALL).of(KeyAlgorithm.HMAC_SHA256))
                    .isEqualTo(new Finding.Replaced("the vendor's mechanism 0x251", true));
        }
        try (Pkcs11KeyBackend backend = openBy("mechanism EDDSA 0x80000c03")) {
            assertThat(backend.examine(ALL).of(KeyAlgorithm.ED25519))
                    .isEqualTo(new Finding.Missing("the token does not offer ED25519_SIGN"));
        }
    }

    @Test
    void aTokenThatShouldMakeNoncesAndDoesNotSealsNothing() throws IOException {
        try (Pkcs11KeyBackend backend = openBy("nonce token")) {
            assertThat(backend.examine(ALL).of(KeyAlgorithm.AES_256))
                    .isInstanceOf(Finding.Missing.class);
        }
    }

    @Test
    void noncesThatTheTokenMakesAreKeptWithTheCiphertext() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        module.on("C_EncryptInit").makeNonces();
        Path file =
                Files.writeString(
                        folder.resolve("trial.profile"),
                        PROFILE.replace("nonce caller", "nonce token"));
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(
                        config(module.path()).of(VendorProfiles.chosen(file.toString())),
                        new SecureRandom())) {
            assertThat(backend.examine(ALL).of(KeyAlgorithm.AES_256))
                    .isEqualTo(new Finding.Available(true));
            KeyHandle key =
                    backend.generate(KeySpec.of(new KeyLabel("own-nonces"), KeyAlgorithm.AES_256));
            Bytes text = Bytes.utf8("text");
            Set<Bytes> nonces = new HashSet<>();
            for (int i = 0; i < 32; i++) {
                GcmSealed one = backend.encrypt(key, Bytes.EMPTY, text);
                nonces.add(one.iv());
                assertThat(backend.decrypt(key, one.iv(), Bytes.EMPTY, one.ciphertextAndTag()))
                        .isEqualTo(text);
            }
            assertThat(nonces).hasSize(32).doesNotContain(Bytes.zeros(12));
            try (KeyBackend approved = FipsMode.ON.over(backend)) {
                assertThat(approved.encrypt(key, Bytes.EMPTY, text)).isNotNull();
            }
        }
    }

    @Test
    void aTokenThatTakesNoNonceIsNotUsedByAProfileThatGivesOne() {
        var module = FaultyModule.before(token.module(), folder);
        module.on("C_EncryptInit").makeNonces();
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(config(module.path()), new SecureRandom())) {
            assertThat(backend.examine(ALL).of(KeyAlgorithm.AES_256))
                    .isInstanceOfSatisfying(
                            Finding.Missing.class,
                            missing ->
                                    assertThat(missing.why())
                                            .contains("CKR_MECHANISM_PARAM_INVALID"));
        }
    }

    @Test
    void anUnlikePointIsRemarkedUpon() throws IOException {
        try (Pkcs11KeyBackend backend = openBy("point bare")) {
            TokenReport report = backend.examine(EnumSet.of(KeyAlgorithm.EC_P256));

            assertThat(report.of(KeyAlgorithm.EC_P256).works()).isTrue();
            assertThat(report.remarks()).anyMatch(each -> each.contains("comes wrapped"));
        }
    }

    @Test
    void attributesThatTheTokenDoesNotTakeAreLeftOut() throws IOException {
        try (Pkcs11KeyBackend backend = openBy("omit private MODIFIABLE")) {
            var label = new KeyLabel("modifiable");
            backend.generate(KeySpec.of(label, KeyAlgorithm.EC_P256));

            assertThat(backend.describeKeys())
                    .filteredOn(key -> key.label().equals("modifiable"))
                    .anyMatch(key -> key.has(KeyAttribute.MODIFIABLE))
                    .allMatch(key -> key.keyClass() == KeyClass.PUBLIC || key.isBoundToToken());
        }
    }

    @Test
    void aPinOfAnotherFormIsNotTried() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        Path file =
                Files.writeString(
                        folder.resolve("trial.profile"),
                        PROFILE.replace("login pin", "login user-password"));

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(
                        () ->
                                Pkcs11KeyBackend.open(
                                        config(module.path())
                                                .of(VendorProfiles.chosen(file.toString())),
                                        new SecureRandom()))
                .withMessageContaining("user:password");
        assertThat(module.calls("C_Login")).isZero();
    }

    @Test
    void asManySessionsAreOpenedAsTheTokenHas() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        Path file =
                Files.writeString(folder.resolve("trial.profile"), PROFILE + "most-sessions 2\n");
        try (Pkcs11KeyBackend backend =
                Pkcs11KeyBackend.open(
                        config(module.path())
                                .withSessions(8)
                                .of(VendorProfiles.chosen(file.toString())),
                        new SecureRandom())) {
            for (int i = 0; i < 16; i++) {
                assertThat(backend.describeKeys()).isNotNull();
            }
        }

        assertThat(module.calls("C_OpenSession")).isEqualTo(2);
    }
}
