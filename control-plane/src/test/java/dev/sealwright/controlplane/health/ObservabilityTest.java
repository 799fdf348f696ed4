package dev.sealwright.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What the service tells whoever watches it. */
class ObservabilityTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static String metrics() {
        return SERVICE.admin().get("/metrics").text();
    }

    @Test
    void metricsTellWhenWhatExpires() {
        assertThat(metrics())
                .contains(
                        "sealwright_certificate_expiry_seconds{of=\"server\"",
                        "sealwright_certificate_expiry_seconds{of=\"server-ca\"",
                        "sealwright_certificate_expiry_seconds{of=\"host-ca\"",
                        "sealwright_certificate_expiry_seconds{of=\"anchors\"");
    }

    @Test
    void metricsTellHowManyLeavesShareASignature() {
        SERVICE.admin().put("/v1/orgs/measured", "{}");

        assertThat(metrics())
                .contains(
                        "sealwright_log_batch_leaves_count",
                        "sealwright_log_batch_leaves_sum",
                        "sealwright_hsm_signatures_total",
                        "sealwright_log_size");
    }

    @Test
    void callsOfTheKeyServiceAreMeasuredByOperationAndOutcome() {
        KeyService keys = SERVICE.bean(KeyService.class);
        assertThatThrownBy(() -> keys.append(99_999, List.of()))
                .isInstanceOf(KeyServiceRefusedException.class);

        assertThat(metrics())
                .contains("sealwright_keyservice_calls_seconds_count{")
                .containsPattern("operation=\"append\",outcome=\"ok\"")
                .containsPattern("operation=\"append\",outcome=\"refused: [a-z-]+\"");
    }

    @Test
    void requestsAreCountedByRouteAndStatus() {
        SERVICE.admin().get("/v1/orgs/nobody/users");

        assertThat(metrics())
                .contains(
                        "sealwright_requests_seconds_count{method=\"GET\","
                                + "route=\"/v1/orgs/{org}/users\",status=\"404\"}");
    }

    @Test
    void readinessNamesEachThingThatHasToWork() {
        List<Json> checks = SERVICE.people().get("/ready").json().items("checks");

        assertThat(checks)
                .extracting(check -> check.text("name"))
                .containsExactly(
                        "database", "log", "key-service", "hsm", "certificate", "key-periods");
        assertThat(checks).allSatisfy(check -> assertThat(check.flag("ok")).isTrue());
    }

    @Test
    void jsonLinesCarryTheFieldsOfARequestAndNoKey() {
        Json line = Json.parse(encoded("the key sw_" + "A".repeat(43) + " and more"));

        assertThat(line.text("formattedMessage")).isEqualTo("the key sw_(cut) and more");
        assertThat(line.text("level")).isEqualTo("INFO");
        assertThat(line.items("kvpList").getFirst().text("request_id")).isEqualTo("0011");
    }

    @Test
    void theSecretHalfOfAnInstallUrlIsCutOut() {
        String id = "A".repeat(22);
        String line = encoded("https://h/install/" + id + "#" + "s".repeat(86));

        assertThat(line).doesNotContain("sss");
        assertThat(Json.parse(line).text("formattedMessage"))
                .isEqualTo("https://h/install/" + id + "#(cut)");
    }

    private static String encoded(String message) {
        var encoder = new RedactedJson();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        Logger logger = context.getLogger("request");
        var event = new LoggingEvent("", logger, Level.INFO, message, null, null);
        event.addKeyValuePair(new KeyValuePair("request_id", "0011"));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
