package dev.sealwright.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @BeforeAll
    static void twoOrganisationsWithAUserOfEachRole() {
        for (String org : new String[] {"acme", "other"}) {
            must(SERVICE.admin().put("/v1/orgs/" + org, "{}"));
            for (Role role : new Role[] {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR}) {
                user(org, role.name().toLowerCase(java.util.Locale.ROOT), role);
            }
        }
    }

    private static void user(String org, String name, Role role) {
        String base = "/v1/orgs/" + org;
        Client admin = SERVICE.admin();
        must(admin.put(base + "/users/" + name, "{}"));
        must(
                admin.put(
                        base + "/role-bindings/" + name,
                        "{\"user\":\"" + name + "\",\"role\":\"" + role + "\"}"));
        must(admin.put(base + "/api-keys/" + name, keyBody(name, key(org, name))));
    }

    private static String keyBody(String user, String key) {
        return "{\"user\":\""
                + user
                + "\",\"secret_sha256\":\""
                + Sha256.of(Bytes.utf8(key)).base64Url()
                + "\"}";
    }

    /** A key that a test can tell again; real ones are random. */
    private static String key(String org, String name) {
        return "sw_" + Sha256.of(Bytes.utf8(org + "/" + name)).base64Url();
    }

    private static Client as(String org, String name) {
        return SERVICE.people().withKey(key(org, name));
    }

    private static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    @Test
    void eachRoleMayWhatTheTableSays() {
        String policy = "/v1/orgs/acme/policies/table";

        assertThat(as("acme", "admin").put(policy, "{}").status()).isEqualTo(201);
        assertThat(as("acme", "developer").put(policy, "{}").problem()).isEqualTo("forbidden");
        assertThat(as("acme", "auditor").put(policy, "{}").problem()).isEqualTo("forbidden");
        assertThat(as("acme", "developer").get(policy).status()).isEqualTo(200);
        assertThat(as("acme", "auditor").get(policy).status()).isEqualTo(200);
        assertThat(as("acme", "agent").get(policy).problem()).isEqualTo("forbidden");
        assertThat(as("acme", "developer").get("/v1/orgs/acme/users").problem())
                .isEqualTo("forbidden");
    }

    @Test
    void aRefusalSaysWhichRoleWasMissing() {
        assertThat(as("acme", "developer").put("/v1/orgs/acme/users/x", "{}").json().text("detail"))
                .contains("ADMIN");
    }

    @Test
    void aForeignOrganisationAnswersAsAnUnknownOne() {
        Answer foreign = as("acme", "admin").get("/v1/orgs/other/policies");
        Answer unknown = as("acme", "admin").get("/v1/orgs/nowhere/policies");

        assertThat(foreign.problem()).isEqualTo("not-found");
        assertThat(unknown.problem()).isEqualTo("not-found");
        assertThat(foreign.json().text("detail")).isEqualTo(unknown.json().text("detail"));
        assertThat(as("acme", "admin").get("/v1/orgs").text()).doesNotContain("other");
    }

    @Test
    void anAdministratorOfOneOrganisationMakesNoOrganisations() {
        assertThat(as("acme", "admin").put("/v1/orgs/mine", "{}").problem()).isEqualTo("not-found");
    }

    @Test
    void platformIsBoundInThePlatformOrganisationOnly() {
        Answer answer =
                as("acme", "admin")
                        .put(
                                "/v1/orgs/acme/role-bindings/up",
                                "{\"user\":\"admin\",\"role\":\"PLATFORM\"}");

        assertThat(answer.problem()).isEqualTo("invalid-request");
    }

    @Test
    void anAdministratorOfThePlatformDoesNotRaiseHimself() {
        user("platform", "helper", Role.ADMIN);

        Answer binding =
                as("platform", "helper")
                        .put(
                                "/v1/orgs/platform/role-bindings/up",
                                "{\"user\":\"helper\",\"role\":\"PLATFORM\"}");
        Answer key =
                as("platform", "helper")
                        .put(
                                "/v1/orgs/platform/api-keys/second",
                                keyBody("first-admin", key("platform", "stolen")));

        assertThat(binding.problem()).isEqualTo("forbidden");
        assertThat(key.problem()).isEqualTo("forbidden");
    }

    @Test
    void noKeyAWrongKeyAndAMalformedKeyAreAllUnauthenticated() {
        for (Client client :
                new Client[] {
                    SERVICE.people(),
                    SERVICE.people().withKey("sw_" + "A".repeat(42) + "B"),
                    SERVICE.people().withKey("nonsense"),
                    SERVICE.people().with("Authorization", "Basic Zm9vOmJhcg==")
                }) {
            Answer answer = client.get("/v1/whoami");
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void aRemovedBindingAndARemovedKeyEndAtOnce() {
        user("acme", "leaver", Role.ADMIN);
        assertThat(as("acme", "leaver").get("/v1/orgs/acme/users").status()).isEqualTo(200);

        must(SERVICE.admin().delete("/v1/orgs/acme/role-bindings/leaver"));
        assertThat(as("acme", "leaver").get("/v1/orgs/acme/users").problem())
                .isEqualTo("not-found");
        must(SERVICE.admin().delete("/v1/orgs/acme/api-keys/leaver"));
        assertThat(as("acme", "leaver").get("/v1/whoami").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void aKeyEndsWhenItSaysSo() {
        Instant end = SERVICE.clock().instant().plus(Duration.ofMinutes(1));
        String secret = key("acme", "brief");
        must(
                SERVICE.admin()
                        .put(
                                "/v1/orgs/acme/api-keys/brief",
                                keyBody("admin", secret)
                                        .replace("}", ",\"expires_at\":\"" + end + "\"}")));

        assertThat(SERVICE.people().withKey(secret).get("/v1/whoami").status()).isEqualTo(200);
        SERVICE.clock().advance(Duration.ofMinutes(1));
        Answer late = SERVICE.people().withKey(secret).get("/v1/whoami");
        assertThat(late.problem()).as(late.text()).isEqualTo("unauthenticated");
    }

    @Test
    void noAnswerShowsAKeyOrItsHash() {
        String listed = SERVICE.admin().get("/v1/orgs/acme/api-keys").text();

        assertThat(listed).contains("\"user\":\"admin\"");
        assertThat(listed).doesNotContain("sw_", "secret", "verifier");
        assertThat(listed).doesNotContain(Sha256.of(Bytes.utf8(key("acme", "admin"))).base64Url());
    }
}
