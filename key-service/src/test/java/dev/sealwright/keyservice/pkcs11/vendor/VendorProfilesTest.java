package dev.sealwright.keyservice.pkcs11.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.backend.Standing;
import dev.sealwright.keyservice.pkcs11.binding.AttributeType;
import dev.sealwright.keyservice.pkcs11.binding.Locks;
import dev.sealwright.keyservice.pkcs11.binding.MechanismType;
import dev.sealwright.keyservice.pkcs11.binding.ModuleInfo;
import dev.sealwright.keyservice.pkcs11.binding.ObjectClass;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of vendors' modules, and how strictly it is read. */
final class VendorProfilesTest {
    private static final String GOOD =
            """
            sealwright-pkcs11-profile 1
            # A comment, and a blank line.

            name acme
            title Acme Vault
            standing hsm
            manufacturer Acme
            login user-password
            nonce token
            point bare
            session-keys no
            locks adaptive
            most-sessions 8
            most-objects 100
            mechanism AES_GCM 0x8001e101
            omit public PRIVATE
            omit secret MODIFIABLE UNWRAP
            code DEVICE_ERROR reconnect
            code GENERAL_ERROR not-authentic C_Decrypt
            code 0x80000001 busy
            note It hums.
            """;

    private static VendorProfile parse(String text) {
        return ProfileText.parse(text.getBytes(StandardCharsets.US_ASCII));
    }

    static List<String> names() {
        return VendorProfiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyProfileIsOfTheFormAndOfItsName(String name) {
        VendorProfile profile = VendorProfiles.chosen(name);

        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.manufacturers()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SoftHSM, Implementation of PKCS11, softhsm2, SOFTWARE",
        "Kryoptic, Kryoptic PKCS11 Module, kryoptic, SOFTWARE",
        "Yubico (www.yubico.com), YubiHSM PKCS#11 Library, yubihsm2, HSM",
        "Google, Cryptoki Library for Cloud KMS, google-kms-pkcs11, HSM",
        "Yubico (www.yubico.com), PKCS#11 PIV Library (SP-800-73), unknown, SOFTWARE",
        "Nobody, SoftHSM, unknown, SOFTWARE",
    })
    void aModuleIsRecognisedByWhatItSaysOfItself(
            String manufacturer, String description, String name, Standing standing) {
        VendorProfile profile =
                VendorProfiles.recognised(new ModuleInfo("3.0", manufacturer, description, "1.0"));

        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.standing()).isEqualTo(standing);
    }

    @Test
    void everythingThatAProfileSaysIsRead() {
        VendorProfile profile = parse(GOOD);

        assertThat(profile.standing()).isEqualTo(Standing.HSM);
        assertThat(profile.login()).isEqualTo(LoginForm.USER_PASSWORD);
        assertThat(profile.tokenMakesNonces()).isTrue();
        assertThat(profile.point()).isEqualTo(VendorProfile.PointForm.BARE);
        assertThat(profile.sessionKeys()).isFalse();
        assertThat(profile.locks()).isEqualTo(Locks.ADAPTIVE);
        assertThat(profile.sessions()).hasValue(8);
        assertThat(profile.objects()).hasValue(100);
        assertThat(profile.number(MechanismType.AES_GCM)).isEqualTo(0x8001e101L);
        assertThat(profile.number(MechanismType.EDDSA)).isEqualTo(MechanismType.EDDSA.value());
        assertThat(profile.omitted(ObjectClass.SECRET_KEY))
                .containsExactlyInAnyOrder(AttributeType.MODIFIABLE, AttributeType.UNWRAP);
        assertThat(profile.omitted(ObjectClass.PRIVATE_KEY)).isEmpty();
        assertThat(profile.meaning("C_Sign", ReturnCode.DEVICE_ERROR.value()))
                .contains(Fault.RECONNECT);
        assertThat(profile.meaning("C_Decrypt", ReturnCode.GENERAL_ERROR.value()))
                .contains(Fault.NOT_AUTHENTIC);
        assertThat(profile.meaning("C_Sign", ReturnCode.GENERAL_ERROR.value())).isEmpty();
        assertThat(profile.meaning("C_Sign", 0x80000001L)).contains(Fault.BUSY);
        assertThat(profile.notes()).containsExactly("It hums.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "standing hsm=standing",
                "standing hsm=standing paper",
                "name acme=name Acme",
                "name acme=",
                "login user-password=login thumb",
                "nonce token=nonce both",
                "session-keys no=session-keys No",
                "locks adaptive=locks none",
                "most-sessions 8=most-sessions 1",
                "most-sessions 8=most-sessions 08",
                "most-objects 100=most-objects -1",
                "most-objects 100=most-objects 99999999",
                "AES_GCM 0x8001e101=AES_GCM 0x8001e101f",
                "AES_GCM 0x8001e101=AES_GCM 2147606785",
                "mechanism AES_GCM=mechanism AES_XYZ",
                "omit public PRIVATE=omit public",
                "omit public PRIVATE=omit data PRIVATE",
                "omit public PRIVATE=omit private SENSITIVE",
                "omit public PRIVATE=omit private SIGN",
                "omit public PRIVATE=omit private ENCRYPT",
                "omit public PRIVATE=omit private EXTRACTABLE",
                "omit public PRIVATE=omit secret TOKEN",
                "code DEVICE_ERROR reconnect=code OK reconnect",
                "code DEVICE_ERROR reconnect=code DEVICE_ERROR retry",
                "code DEVICE_ERROR reconnect=code DEVICE_ERROR reconnect Decrypt",
                "code DEVICE_ERROR reconnect=code 0x80000001 restart",
                "note It hums.=note It hums. ",
                "note It hums.=notes It hums.",
                "note It hums.=title Acme Vault",
                "sealwright-pkcs11-profile 1=sealwright-pkcs11-profile 2",
            })
    void whatIsNotOfTheFormIsRefused(String change) {
        String[] parts = change.split("=", -1);
        assertThat(GOOD).contains(parts[0]);

        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> parse(GOOD.replaceFirst(parts[0], parts[1])));
    }

    @Test
    void everyLineButCommentsAndBoundsIsMissedOrBelievedAndNeverThrowsOtherwise() {
        var random = new Random(20261126);
        byte[] good = GOOD.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ProfileText.parse(bad).title()).isNotEmpty();
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining("\0");
            }
        }
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> parse(GOOD + "#\n".repeat(300))).hasMessageContaining("lines");
        assertThatThrownBy(() -> parse(GOOD + "#" + "x".repeat(20_000)))
                .hasMessageContaining("bytes");
    }

    @Test
    void aProfileOfOnesOwnIsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("acme.profile"), GOOD);

        assertThat(VendorProfiles.chosen(file.toString())).isEqualTo(parse(GOOD));
        assertThatThrownBy(() -> VendorProfiles.chosen(folder.resolve("absent").toString()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> VendorProfiles.chosen("acme"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("softhsm2")
                .hasMessageContaining("slash");
    }

    @ParameterizedTest
    @CsvSource({
        "PIN, 1234, true",
        "USER_PASSWORD, alice:secret, true",
        "USER_PASSWORD, alice, false",
        "USER_PASSWORD, :secret, false",
        "USER_PASSWORD, alice:, false",
        "KEY_PASSWORD, 0001password, true",
        "KEY_PASSWORD, 00ffp, true",
        "KEY_PASSWORD, 0001, false",
        "KEY_PASSWORD, 00g1password, false",
    })
    void aPinIsOfTheFormThatTheModuleTakes(LoginForm form, String pin, boolean fits) {
        byte[] bytes = pin.getBytes(StandardCharsets.US_ASCII);

        assertThat(form.fits(bytes, bytes.length)).isEqualTo(fits);
    }
}
