package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import dev.sealwright.testkit.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator signs by his card: through OpenSC with a virtual one, and over SoftHSM2. */
class PivCardTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final Bytes MESSAGE = Bytes.utf8("what is approved");
    private static final String PIN = "123456";

    @TempDir private Path folder;

    private Path pinFile(String pin) throws IOException {
        Path file = folder.resolve("pin-" + pin.length() + pin.hashCode());
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin + "\n");
    }

    @Test
    void aCardSignsThroughOpenScAndIsShownItsPinEachTime() throws Exception {
        KeyPair keys = TestPki.p256();
        Path module = PcscDaemon.openSc().orElse(folder);
        try (PcscDaemon daemon = PcscDaemon.required();
                VirtualPivCard inserted = VirtualPivCard.inserted(keys, PIN)) {
            try (PivCard card = open(module, pinFile(PIN))) {
                OperatorKey key = new OperatorKey.Piv(card.publicKey());
                assertThat(key.spki()).isEqualTo(Bytes.of(keys.getPublic().getEncoded()));
                assertThat(key.verify(MESSAGE, card.sign(Sha256.of(MESSAGE)))).isTrue();
                assertThat(key.verify(MESSAGE, card.sign(Sha256.of(MESSAGE)))).isTrue();
                assertThat(inserted.verifications()).isEqualTo(3);
            }
            Path wrong = pinFile("654321");
            assertThatThrownBy(() -> open(module, wrong))
                    .isInstanceOf(KeyBackendException.class)
                    .hasMessageContaining("refused the PIN");
        }
    }

    /** The reader sees a card a moment after it was put in. */
    private static PivCard open(Path module, Path pin) throws InterruptedException {
        for (int i = 0; ; i++) {
            try {
                return PivCard.open(module, Optional.empty(), pin, PivSlot.SIGNATURE);
            } catch (KeyBackendException e) {
                boolean absent = String.valueOf(e.getMessage()).startsWith("0 cards fit");
                if (!absent || i == 50) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @Test
    void aKeyThatAsksForThePinWithEachUseGetsItOverSoftHsmToo() throws Exception {
        SoftHsmToken token = HSM.newToken("piv");
        run(
                List.of(
                        "pkcs11-tool",
                        "--module",
                        HSM.module().toString(),
                        "--token-label",
                        token.label(),
                        "--login",
                        "--pin",
                        Files.readString(token.userPinFile()).strip(),
                        "--keypairgen",
                        "--key-type",
                        "EC:prime256v1",
                        "--id",
                        "02",
                        "--label",
                        "SIGN key",
                        "--always-auth"));
        Path pin = token.userPinFile();
        try (PivCard card =
                PivCard.open(HSM.module(), Optional.of(token.label()), pin, PivSlot.SIGNATURE)) {
            OperatorKey key = new OperatorKey.Piv(card.publicKey());
            for (int i = 0; i < 3; i++) {
                assertThat(key.verify(MESSAGE, card.sign(Sha256.of(MESSAGE)))).isTrue();
            }
        }
        try (PivCard card =
                PivCard.open(
                        HSM.module(), Optional.of(token.label()), pin, PivSlot.AUTHENTICATION)) {
            assertThatThrownBy(card::publicKey).hasMessageContaining("no key in slot 9a");
        }
    }

    private static void run(List<String> command) throws Exception {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(HSM.folder().environment());
            Process process = builder.start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException e) {
            Assumptions.abort("no key is made for this: install opensc");
        }
    }
}
