package dev.sealwright.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MacKeyCommandTest {
    private static final String KEY = "/v1/mac-key";

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

    private static ObjectNode version(long number, String state, long apiKeys) {
        return Json.object()
                .put("version", number)
                .put("state", state)
                .put("api_keys", apiKeys)
                .put("destroy_at", "2030-01-01T00:00:00Z");
    }

    @Test
    void theVersionsAreListedWithWhatStandsUnderThem() {
        ObjectNode list = Json.object();
        list.putArray("items").add(version(1, "deactivated", 17)).add(version(2, "active", 3));
        operator.service().can(KEY + "/versions", list);
        assertThat(operator.run("mac-key", "versions").out())
                .contains("deactivated")
                .contains("active")
                .contains("17");
        assertThat(operator.run("mac-key", "versions", "--json").out()).contains("\"api_keys\"");
    }

    @Test
    void aRotationIsAskedForOnce() {
        operator.service().can(KEY + "/rotation", version(2, "active", 0));
        Session session = operator.run("mac-key", "rotate");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("version 2 is active; API keys under it: 0");
        assertThat(operator.service().posted(KEY + "/rotation").headers())
                .containsKey("Idempotency-key");
    }

    @Test
    void anOlderVersionIsSwitchedOffAndOn() {
        operator.service().can(KEY + "/versions/1", version(1, "disabled", 0));
        assertThat(operator.run("mac-key", "disable", "1").out())
                .contains("version 1 is disabled; API keys under it: 0");
        assertThat(operator.run("mac-key", "enable", "1").code()).isZero();
    }

    @Test
    void anOlderVersionEndsAndIsTakenBack() {
        operator.service().can(KEY + "/versions/1", version(1, "destruction-scheduled", 0));
        operator.service().can(KEY + "/versions/1/restoration", version(1, "deactivated", 0));
        assertThat(operator.run("mac-key", "destroy", "1", "--yes").out())
                .contains("version 1 is destruction-scheduled until 2030-01-01T00:00:00Z");
        assertThat(operator.run("mac-key", "restore", "1").out())
                .contains("version 1 is deactivated");
    }

    @Test
    void whatStandsUnderAVersionIsEndedByForceAlone() {
        List<String> queries = new ArrayList<>();
        operator.service()
                .can(
                        KEY + "/versions/1",
                        query -> {
                            queries.add(query);
                            return version(1, "destruction-scheduled", 4);
                        });
        operator.run("mac-key", "destroy", "1", "--yes");
        operator.run("mac-key", "destroy", "1", "--yes", "--force");
        assertThat(queries).hasSize(2);
        assertThat(queries.get(0)).doesNotContain("force");
        assertThat(queries.get(1)).contains("destroy_after_seconds=604800").contains("force=true");
    }
}
