package dev.sealwright.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who was refused what, as auditors read it. */
class RefusalsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String DEVELOPER = key('d');
    private static final String EXPIRING = key('e');

    private static String key(char letter) {
        return "sw_" + String.valueOf(letter).repeat(42) + "A";
    }

    @BeforeAll
    static void aDeveloper() {
        String org = "/v1/orgs/acme";
        SERVICE.admin().put(org, "{}");
        SERVICE.admin().put("/v1/orgs/hidden", "{}");
        SERVICE.admin().put(org + "/users/dev", "{}");
        SERVICE.admin()
                .put(org + "/role-bindings/dev", "{\"user\":\"dev\",\"role\":\"DEVELOPER\"}");
        putKey("dev", DEVELOPER, "");
        String soon = SERVICE.clock().instant().plusSeconds(600).toString();
        putKey("old", EXPIRING, ",\"expires_at\":\"" + soon + "\"");
    }

    private static void putKey(String name, String key, String more) {
        String digest = Sha256.of(Bytes.utf8(key)).base64Url();
        assertThat(
                        SERVICE.admin()
                                .put(
                                        "/v1/orgs/acme/api-keys/" + name,
                                        "{\"user\":\"dev\",\"secret_sha256\":\""
                                                + digest
                                                + "\""
                                                + more
                                                + "}")
                                .status())
                .isEqualTo(201);
    }

    @BeforeEach
    void nothingIsLeftFromBefore() {
        SERVICE.bean(Refusals.class).tell();
    }

    private static Client developer() {
        return SERVICE.people().withKey(DEVELOPER);
    }

    private static List<Json> told() {
        SERVICE.bean(Refusals.class).tell();
        String path = "/audit/entries?org=acme&kind=access.refused&order=newest&limit=10";
        await(path);
        return SERVICE.admin().get(path).json().items("items");
    }

    /** Events are not waited for by whoever told them. */
    private static void await(String path) {
        SERVICE.admin().put("/v1/orgs/acme/users/later" + System.nanoTime(), "{}");
        assertThat(SERVICE.admin().get(path).status()).isEqualTo(200);
    }

    @Test
    void aThousandRefusalsAreOneEvent() {
        for (int i = 0; i < 20; i++) {
            assertThat(developer().get("/v1/orgs/acme/users").status()).isEqualTo(403);
        }
        Json event = told().getFirst();

        assertThat(event.text("actor")).isEqualTo("user:acme/dev");
        assertThat(event.text("detail"))
                .contains(
                        "\"count\":20",
                        "\"user\":\"dev\"",
                        "\"key\":\"dev\"",
                        "\"status\":403",
                        "GET /v1/orgs/{org}/users");
    }

    @Test
    void anOrganisationThatIsHiddenFromTheCallerIsOne() {
        assertThat(developer().get("/v1/orgs/hidden/users").status()).isEqualTo(404);

        assertThat(told().getFirst().text("detail")).contains("\"status\":404");
    }

    @Test
    void anExpiredKeyIsNamed() {
        SERVICE.clock().advance(Duration.ofSeconds(700));
        assertThat(SERVICE.people().withKey(EXPIRING).get("/v1/whoami").status()).isEqualTo(401);

        assertThat(told().getFirst().text("detail")).contains("\"key\":\"old\"", "\"status\":401");
    }

    @Test
    void whatStrangersTryIsNotWrittenDown() {
        int before = told().size();
        SERVICE.people().withKey(key('x')).get("/v1/whoami");
        SERVICE.people().get("/v1/whoami");

        assertThat(told()).hasSize(before);
    }
}
