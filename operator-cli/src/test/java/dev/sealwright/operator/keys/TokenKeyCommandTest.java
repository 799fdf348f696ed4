package dev.sealwright.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenKeyCommandTest {
    private static final String KEYS = "/v1/token-keys/EdDSA";

    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
        operator.login();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private static ObjectNode version(long number, String state) {
        return Json.object()
                .put("version", number)
                .put("state", state)
                .put("destroy_at", "2030-01-01T00:00:00Z");
    }

    @Test
    void theVersionsAreListed() {
        ObjectNode list = Json.object();
        list.putArray("items").add(version(1, "deactivated")).add(version(2, "active"));
        operator.service().can(KEYS + "/versions", list);
        assertThat(operator.run("token-key", "versions", "EdDSA").out())
                .contains("deactivated")
                .contains("active");
    }

    @Test
    void aRotationIsAskedForOnce() {
        operator.service().can(KEYS + "/rotation", version(2, "active"));
        Session session = operator.run("token-key", "rotate", "EdDSA");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("version 2 is active");
        assertThat(operator.service().posted(KEYS + "/rotation").headers())
                .containsKey("Idempotency-key");
    }

    @Test
    void anOlderKeyEndsAndIsTakenBack() {
        operator.service().can(KEYS + "/versions/1", version(1, "destruction-scheduled"));
        operator.service().can(KEYS + "/versions/1/restoration", version(1, "deactivated"));
        assertThat(operator.run("token-key", "destroy", "EdDSA", "1", "--yes").out())
                .contains("version 1 is destruction-scheduled until 2030-01-01T00:00:00Z");
        assertThat(operator.run("token-key", "restore", "EdDSA", "1").out())
                .contains("version 1 is deactivated");
    }
}
