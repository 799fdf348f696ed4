package dev.sealwright.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.TlsFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether this process opens the token itself is said, never assumed. */
class KeyServiceChoiceTest {
    private static final String NAME = "SEALWRIGHT_KEY_SERVICE";

    @Test
    void anAddressIsAKeyServiceOfItsOwnProcess() {
        assertThat(KeyServiceChoice.of(Map.of(NAME, "unix:/run/sealwright/keys.sock")))
                .isEqualTo(
                        new KeyServiceChoice.Socket(
                                new KeyServiceAddress.Unix(Path.of("/run/sealwright/keys.sock"))));
    }

    @Test
    void anAddressBehindTlsNeedsTheFolderOfItsKeys() {
        Map<String, String> environment =
                Map.of(NAME, "tls:keys.example:8450", "SEALWRIGHT_KEY_SERVICE_TLS", "/etc/channel");
        assertThat(KeyServiceChoice.of(environment))
                .isEqualTo(
                        new KeyServiceChoice.Port(
                                new KeyServiceAddress.Tls("keys.example", 8450),
                                new TlsFolder(Path.of("/etc/channel"))));
        assertThatThrownBy(() -> KeyServiceChoice.of(Map.of(NAME, "tls:keys.example:8450")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SEALWRIGHT_KEY_SERVICE_TLS");
    }

    @Test
    void onlyTheWordEmbeddedOpensTheTokenHere() {
        assertThat(
                        KeyServiceChoice.of(
                                Map.of(NAME, "embedded", "SEALWRIGHT_PKCS11_MODULE", "/lib/x.so")))
                .isEqualTo(new KeyServiceChoice.Embedded(Path.of("/lib/x.so")));
        assertThatThrownBy(() -> KeyServiceChoice.of(Map.of(NAME, "embedded")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SEALWRIGHT_PKCS11_MODULE");
    }

    @Test
    void nothingAndNonsenseAreNoChoice() {
        assertThatThrownBy(
                        () -> KeyServiceChoice.of(Map.of("SEALWRIGHT_PKCS11_MODULE", "/lib/x.so")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(NAME);
        for (String wrong :
                new String[] {
                    "", "unix:", "unix:relative", "tls:host", "tls::1", "http://localhost"
                }) {
            assertThatThrownBy(() -> KeyServiceChoice.of(Map.of(NAME, wrong)))
                    .isInstanceOf(StartException.class);
        }
    }
}
