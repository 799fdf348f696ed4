package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is older than the retention goes, the log says so, and nothing that counts goes with it. */
class RetentionTest {
    @RegisterExtension
    static final RunningService SERVICE = new RunningService().with("sealwright.retention.days", 1);

    private static final String AUDITOR = "sw_" + "r".repeat(42) + "A";

    @BeforeAll
    static void anOrganisationWithAnAuditor() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
        SERVICE.admin().put("/v1/orgs/acme/users/rita", "{}");
        SERVICE.admin()
                .put(
                        "/v1/orgs/acme/role-bindings/rita",
                        "{\"user\":\"rita\",\"role\":\"AUDITOR\"}");
        String digest = Sha256.of(Bytes.utf8(AUDITOR)).base64Url();
        SERVICE.admin()
                .put(
                        "/v1/orgs/acme/api-keys/rita",
                        "{\"user\":\"rita\",\"secret_sha256\":\"" + digest + "\"}");
    }

    private static Client auditor() {
        return SERVICE.people().withKey(AUDITOR);
    }

    private static Bytes org() {
        return Bytes.fromHex(entries("kind=user").getFirst().text("org"));
    }

    private static void happens(String detail) {
        Log log = SERVICE.bean(Log.class);
        log.await(
                SERVICE.bean(Storage.class)
                        .write(
                                connection ->
                                        log.record(
                                                org(),
                                                EventKind.ACCESS_REFUSED,
                                                EventOutcome.REFUSED,
                                                Bytes.utf8("{\"what\":\"" + detail + "\"}"))));
    }

    private static List<Json> entries(String query) {
        return auditor().get("/audit/entries?org=acme&" + query).json().items("items");
    }

    /**
     * As it works once what is older than this has reached its age; no clock of TLS may run so far.
     */
    private static Retention retentionOf(Duration age) {
        Duration ahead =
                Duration.ofDays(SERVICE.bean(RetentionSettings.class).days())
                        .plus(Retention.SKEW)
                        .minus(age);
        return new Retention(
                SERVICE.bean(Storage.class),
                SERVICE.bean(Log.class),
                () -> SERVICE.clock().instant().plus(ahead),
                SERVICE.bean(RetentionSettings.class));
    }

    private static boolean has(Json entry, String member) {
        return !entry.at(member).node().isNull();
    }

    private static void isWhole() {
        Json integrity = SERVICE.admin().get("/audit/integrity").json();
        assertThat(integrity.flag("verified")).as(integrity.node().toString()).isTrue();
    }

    @Test
    void detailsAndActorsGoAndTheLogStaysWhole() {
        happens("old");
        long old = entries("kind=access.refused&order=newest").getFirst().number("leaf_index");
        SERVICE.clock().advance(Duration.ofSeconds(2));
        happens("young");
        Retention retention = retentionOf(Duration.ofSeconds(1));
        retention.run(Map.of());

        List<Json> events = entries("kind=access.refused&order=newest");
        assertThat(events.getFirst().text("detail")).contains("young");
        Json pruned =
                events.stream()
                        .filter(each -> each.number("leaf_index") == old)
                        .findFirst()
                        .orElseThrow();
        assertThat(has(pruned, "detail")).isFalse();
        assertThat(has(pruned, "salt")).isFalse();
        assertThat(entries("kind=user")).allMatch(user -> !has(user, "actor"));
        assertThat(entries("kind=retention.pruned&order=newest").getFirst().text("detail"))
                .contains("\"retention_days\":1", "configured retention");
        Receipt receipt = Receipt.parse(SERVICE.people().get("/audit/proof?index=" + old).text());
        Bytes leaf = Bytes.fromBase64Url(pruned.text("leaf"));
        assertThat(new ReceiptVerifier(SERVICE.anchors()).verify(leaf, receipt).index())
                .isEqualTo(old);
        isWhole();

        int told = entries("kind=retention.pruned").size();
        retention.run(Map.of());
        assertThat(entries("kind=retention.pruned")).hasSize(told);
    }

    @Test
    void anOrganisationKeepsAsLongAsItsOwnPeriodSays() {
        happens("own");
        long own = entries("kind=access.refused&order=newest").getFirst().number("leaf_index");
        Retention retention = retentionOf(Duration.ofSeconds(-1));
        retention.run(Map.of(org(), 2));
        assertThat(has(newest(), "detail")).isTrue();
        retention.run(Map.of(org(), 0));
        assertThat(has(newest(), "detail")).isTrue();
        retention.run(Map.of(Bytes.zeros(16), 0));
        assertThat(newest().number("leaf_index")).isEqualTo(own);
        assertThat(has(newest(), "detail")).isFalse();
        isWhole();
    }

    @Test
    void oneWithAPeriodForgetsWhereTheServiceKeepsAll() {
        happens("forgotten");
        Retention keepsAll =
                new Retention(
                        SERVICE.bean(Storage.class),
                        SERVICE.bean(Log.class),
                        () -> SERVICE.clock().instant().plus(Duration.ofDays(31)),
                        new RetentionSettings(
                                RetentionSettings.FOR_EVER, RetentionSettings.FOR_EVER));
        keepsAll.run(Map.of());
        assertThat(has(newest(), "detail")).isTrue();
        keepsAll.run(Map.of(org(), 30));
        assertThat(has(newest(), "detail")).isFalse();
        assertThat(entries("kind=retention.pruned&order=newest").getFirst().text("detail"))
                .contains("\"retention_days\":30");
        isWhole();
    }

    private static Json newest() {
        return entries("kind=access.refused&order=newest").getFirst();
    }

    @Test
    void whatARightRestsOnStays() {
        happens("old");
        retentionOf(Duration.ofSeconds(-1)).run(Map.of());
        assertThat(has(entries("kind=access.refused&order=newest").getFirst(), "detail")).isFalse();

        assertThat(auditor().get("/v1/whoami").status()).isEqualTo(200);
        assertThat(entries("kind=role-binding").getFirst().text("detail")).contains("AUDITOR");
        assertThat(auditor().get("/v1/orgs/acme/users/rita").status()).isEqualTo(200);
        SERVICE.restart();
        assertThat(entries("kind=user")).hasSize(1);
        isWhole();
    }

    @Test
    void nothingGoesBeforeTheLogSaysSoAndARestartGoesOn() {
        happens("interrupted");
        assertThat(retentionOf(Duration.ofSeconds(-1)).begin(Map.of())).isPositive();
        Json event = entries("kind=access.refused&order=newest").getFirst();
        assertThat(event.text("detail")).contains("interrupted");
        assertThat(retentionOf(Duration.ofSeconds(-1)).begin(Map.of())).isZero();
        SERVICE.restart();
        retentionOf(Duration.ofSeconds(-1)).goOn();

        assertThat(has(entries("kind=access.refused&order=newest").getFirst(), "detail")).isFalse();
        isWhole();
    }
}
