package dev.sealwright.controlplane.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.cryptoperiod.CryptoperiodSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long keys are to be used, and what becomes of those that are older. */
class CryptoperiodsTest {
    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.cryptoperiods.originator-days", "encryption=3,signing=3")
                    .with("sealwright.cryptoperiods.recipient-days", "encryption=5")
                    .with("sealwright.cryptoperiods.warn-days", "1")
                    .with("sealwright.cryptoperiods.enforce", "encryption,signing");

    private static final String KEY = "/v1/orgs/platform/keys/release";
    private static final String SECRET = "/v1/orgs/platform/secrets/db";
    private static final String ORG_KEY = "/v1/orgs/platform/encryption-key";
    private static final String SIGNED = "{\"message\":\"cmVsZWFzZQ\"}";
    private static final String VALUE = "{\"value\":\"Y29ycmVjdA\"}";

    private static Client admin;

    @BeforeAll
    static void aKeyAndASecret() {
        admin = SERVICE.admin();
        must(
                admin.put(
                        "/v1/orgs/platform/role-bindings/may",
                        "{\"user\":\"first-admin\",\"role\":\"ADMIN\",\"may_unseal\":[\"*\"],\"may_sign\":[\"*\"]}"));
        must(admin.put(KEY, "{\"algorithm\":\"ES256\"}"));
        must(admin.put(SECRET, "{}"));
        must(admin.post(SECRET + "/versions", VALUE));
    }

    private static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    /** Other tests share the token: what they made there is pending, for this log names it not. */
    private static Json inventory(String purpose) {
        List<Json> keys =
                must(admin.get("/v1/keys")).json().items("items").stream()
                        .filter(key -> key.text("purpose").equals(purpose))
                        .filter(key -> !key.text("state").equals("pending"))
                        .toList();
        assertThat(keys).as(purpose).isNotEmpty();
        return keys.getFirst();
    }

    private static Duration period(Json key, String end) {
        return Duration.between(
                Instant.parse(key.text("activated_at")), Instant.parse(key.text(end)));
    }

    @Test
    void everyKeyOfTheInventoryHasItsLife() {
        for (String purpose : List.of("log", "server-ca", "host-ca", "token", "mac")) {
            Json key = inventory(purpose);
            assertThat(key.text("label")).isEqualTo(purpose);
            assertThat(key.text("state")).isEqualTo("active");
            assertThat(key.number("version")).isEqualTo(1);
            assertThat(key.node().get("warning").isNull()).isTrue();
        }
        assertThat(period(inventory("log"), "originator_ends_at"))
                .isEqualTo(Duration.ofDays(1_095));
        assertThat(inventory("log").node().get("recipient_ends_at").isNull()).isTrue();
        assertThat(period(inventory("encryption"), "originator_ends_at"))
                .isEqualTo(Duration.ofDays(3));
        assertThat(period(inventory("encryption"), "recipient_ends_at"))
                .isEqualTo(Duration.ofDays(5));
        assertThat(period(inventory("signing"), "originator_ends_at"))
                .isEqualTo(Duration.ofDays(3));
    }

    @Test
    void anEndIsWarnedOfAndThenNothingNewIsProtectedUntilARotation() {
        assertThat(must(admin.get("/ready")).text()).contains("\"key-periods\"");
        assertThat(check().flag("ok")).isTrue();
        Duration later = Duration.ofDays(2).plusHours(1);
        SERVICE.clock().advance(later);
        try {
            assertThat(must(admin.get(ORG_KEY)).json().text("warning")).contains("period ends at");
            assertThat(must(admin.get(KEY)).json().text("warning")).contains("period ends at");
            must(admin.post(SECRET + "/versions", VALUE));
            must(admin.post(KEY + "/signatures", SIGNED));
            SERVICE.clock().advance(Duration.ofDays(1));
            later = later.plusDays(1);

            Answer sealed = admin.post(SECRET + "/versions", VALUE);
            assertThat(sealed.problem()).isEqualTo("key-inactive");
            assertThat(sealed.text()).contains("Rotate it");
            assertThat(admin.post(KEY + "/signatures", SIGNED).problem()).isEqualTo("key-inactive");
            must(admin.post(SECRET + "/versions/1/unseal"));
            assertThat(inventory("encryption").text("warning")).contains("period ended at");
            assertThat(must(admin.get("/metrics")).text())
                    .contains("sealwright_key_period_seconds{purpose=\"encryption\"");

            must(admin.post(ORG_KEY + "/rotation"));
            must(admin.post(KEY + "/rotation"));
            must(admin.post(SECRET + "/versions", VALUE));
            must(admin.post(KEY + "/signatures", SIGNED));
            assertThat(must(admin.get(ORG_KEY)).json().node().get("warning").isNull()).isTrue();
            Json first = must(admin.get(ORG_KEY + "/versions")).json().items("items").getFirst();
            assertThat(first.text("state")).isEqualTo("deactivated");
            assertThat(Instant.parse(first.text("deactivated_at")))
                    .isAfter(Instant.parse(first.text("originator_ends_at")));
        } finally {
            SERVICE.clock().advance(later.negated());
        }
    }

    private static Json check() {
        return must(admin.get("/ready")).json().items("checks").stream()
                .filter(each -> each.text("name").equals("key-periods"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyPeriodsThatMeanSomethingAreTaken() {
        for (String wrong :
                List.of("encryption", "encryption=0", "sealing=3", "log=-1", "log=1,log=2", ",")) {
            assertThatThrownBy(() -> new CryptoperiodSettings(wrong, null, 30, null))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("originator-days");
        }
        assertThatThrownBy(() -> new CryptoperiodSettings(null, null, 30, "log"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CryptoperiodSettings(null, null, -1, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new CryptoperiodSettings("log=365, mac=90", "encryption=0", 30, "signing"))
                .isNotNull();
    }
}
