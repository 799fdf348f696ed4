package dev.sealwright.client.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.RootPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileTest {
    private final ApiKey key = ApiKey.generate(new SecureRandom());
    private final Profile profile =
            new Profile(
                    new ServiceAddress("seal.example", 8443),
                    new RootPin(Bytes.zeros(32)),
                    Optional.of("demo"),
                    key);

    @TempDir private Path home;

    @Test
    void aProfileSurvivesItsFile() {
        Path file = home.resolve("sealwright/profile.json");
        profile.write(file);
        Profile again = Profile.read(file).orElseThrow();
        assertThat(again.address()).isEqualTo(profile.address());
        assertThat(again.root()).isEqualTo(profile.root());
        assertThat(again.organisation()).contains("demo");
        assertThat(again.key().reveal()).isEqualTo(key.reveal());
    }

    @Test
    void aProfileThatOthersCanReadIsRefused() throws IOException {
        Path file = home.resolve("sealwright/profile.json");
        profile.write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Profile.read(file)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void aKeyIsNotShown() {
        assertThat(profile.toString()).doesNotContain(key.reveal().substring(3));
        assertThat(key.reveal()).hasSize(46).startsWith("sw_");
    }

    @Test
    void theServiceIsGivenOnlyADigest() {
        assertThat(ApiKey.parse("sw_" + "A".repeat(43)).digest().hex())
                .isEqualTo("4cf75965300869871a95fa4c5885f2dc8d09785f6020f81edd8463444ab909df");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sw_", "sw_short", "xx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> ApiKey.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageNotContaining("short");
    }
}
