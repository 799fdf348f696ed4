package dev.sealwright.controlplane.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeysTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @Test
    void theInventoryIsWhatTheTokenTells() {
        List<Json> keys = SERVICE.admin().get("/v1/keys").json().items("items");

        assertThat(keys)
                .extracting(key -> key.text("label"))
                .contains("host-ca", "log", "mac", "server-ca");
        assertThat(keys)
                .allSatisfy(
                        key ->
                                assertThat(key.node().get("affirmed").values())
                                        .anyMatch(a -> a.getStringValue().equals("SENSITIVE")));
    }

    @Test
    void whatKeepsTheKeysIsSaid() {
        Json hsm = SERVICE.admin().get("/v1/hsm").json();

        assertThat(hsm.text("profile")).isEqualTo("softhsm2");
        assertThat(hsm.text("standing")).isEqualTo("software");
        assertThat(hsm.items("abilities"))
                .filteredOn(each -> each.text("operation").equals("append"))
                .extracting(each -> each.text("state"))
                .containsExactly("available");
        assertThat(SERVICE.people().get("/v1/hsm").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void oneKeyIsFoundByItsLabel() {
        assertThat(SERVICE.admin().get("/v1/keys/log").json().text("type")).isEqualTo("ED25519");
        assertThat(SERVICE.admin().get("/v1/keys/other").problem()).isEqualTo("not-found");
        assertThat(SERVICE.people().get("/v1/keys").problem()).isEqualTo("unauthenticated");
    }
}
