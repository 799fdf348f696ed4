package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.Canary;
import dev.sealwright.testkit.FaultyModule;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What it takes to open a token, and what is said when it does not open. */
final class OpeningTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();
    @RegisterExtension final Canary canary = new Canary();

    @TempDir private Path folder;

    private final SoftHsmToken token = HSM.token();

    private Pkcs11KeyBackend open(Path module, String label, Path pinFile) {
        return Pkcs11KeyBackend.open(Pkcs11Config.of(module, label, pinFile), new SecureRandom());
    }

    private Path file(String name, String content, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aWrongPinIsTriedOnceAndNotRepeatedInWords() throws IOException {
        var module = FaultyModule.before(token.module(), folder);
        Path pin = file("pin", canary.secret() + "\n", "rw-------");

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> open(module.path(), token.label(), pin))
                .withMessageContaining("CKR_PIN_INCORRECT")
                .satisfies(e -> assertThat(e).hasStackTraceContaining("refused the PIN"))
                .satisfies(
                        e -> canary.watch("the exception", () -> String.valueOf(e.getMessage())));

        assertThat(module.calls("C_Login")).isEqualTo(1);
        assertThat(module.calls("C_Finalize")).isEqualTo(module.calls("C_Initialize"));
    }

    @Test
    void aModuleThatIsToHaveOtherLocksIsBegunAgainOnceItIsKnown() throws IOException {
        var module = FaultyModule.before(token.module(), folder);

        open(module.path(), token.label(), token.userPinFile()).close();
        assertThat(module.calls("C_Initialize")).isEqualTo(2);
        assertThat(module.calls("C_Finalize")).isEqualTo(2);

        Pkcs11KeyBackend.open(
                        Pkcs11Config.of(module.path(), token.label(), token.userPinFile())
                                .of(VendorProfiles.chosen("softhsm2")),
                        new SecureRandom())
                .close();
        assertThat(module.calls("C_Initialize")).isEqualTo(3);
    }

    @Test
    void aPinThatOthersCanReadIsRefused() throws IOException {
        Path pin = file("pin", Files.readString(token.userPinFile()), "rw-r-----");

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> open(token.module(), token.label(), pin))
                .withMessageContaining("0600");
    }

    @Test
    void anEmptyOrAbsentPinIsRefused() throws IOException {
        Path empty = file("empty", "\n", "rw-------");

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> open(token.module(), token.label(), empty))
                .withMessageContaining("is empty");
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> open(token.module(), token.label(), folder.resolve("absent")))
                .withMessageContaining("NoSuchFileException");
    }

    @Test
    void aTokenThatIsNotThereMayComeAndTheVisibleOnesAreNamed() {
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> open(token.module(), "no such token", token.userPinFile()))
                .withMessageContaining("No token with the label no such token")
                .withMessageContaining(token.label());
    }

    @Test
    void aFileThatIsNoModuleIsRefused() throws IOException {
        Path text = file("module.so", "not a library", "rw-------");

        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> open(text, token.label(), token.userPinFile()))
                .withMessageContaining("can not be loaded");
    }

    @Test
    void aModuleServesOneOwnerInAProcess() {
        try (var first = open(token.module(), token.label(), token.userPinFile())) {
            KeyHandle key = first.generate(KeySpec.of(new KeyLabel("owned"), KeyAlgorithm.ED25519));

            assertThatExceptionOfType(KeyBackendException.class)
                    .isThrownBy(() -> open(token.module(), token.label(), token.userPinFile()))
                    .withMessageContaining("in use");
            assertThatExceptionOfType(KeyBackendException.class)
                    .isThrownBy(
                            () ->
                                    TokenInitialiser.of(token.module())
                                            .initialise(
                                                    "other",
                                                    token.soPinFile(),
                                                    token.userPinFile()))
                    .withMessageContaining("in use");

            assertThat(first.sign(key, Bytes.utf8("a message")).size()).isEqualTo(64);
        }
    }

    @Test
    void everyVisibleTokenIsTold() {
        SoftHsmToken root = HSM.newToken("root");

        try (var backend = open(token.module(), token.label(), token.userPinFile())) {
            assertThat(backend.visibleTokens())
                    .extracting(TokenIdentity::label)
                    .contains(root.label(), token.label());
        }
        root.remove();
    }

    @Test
    void aFreeSlotIsMadeIntoATokenOnce() throws IOException {
        String label = "made-" + ProcessHandle.current().pid();
        Path soPin = file("so.pin", canary.secret() + "\n", "rw-------");
        Path userPin = file("user.pin", "1" + canary.secret() + "\n", "rw-------");
        canary.watch(folder).allow(soPin).allow(userPin);
        TokenInitialiser initialiser = TokenInitialiser.of(token.module());

        TokenIdentity made = initialiser.initialise(label, soPin, userPin);

        assertThat(made.label()).isEqualTo(label);
        assertThat(made.serial()).isNotEmpty();
        assertThatExceptionOfType(KeyBackendException.class)
                .isThrownBy(() -> initialiser.initialise(label, soPin, userPin))
                .withMessageContaining("exists");
        try (var backend = open(token.module(), label, userPin)) {
            assertThat(backend.identity().serial()).isEqualTo(made.serial());
            assertThat(backend.describeKeys()).isEmpty();
        }
    }
}
