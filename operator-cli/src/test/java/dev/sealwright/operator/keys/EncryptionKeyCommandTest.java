package dev.sealwright.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionKeyCommandTest {
    private static final String KEY = "/v1/orgs/demo/encryption-key";
    private static final String FIRST = KEY + "/versions/1";

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

    private static ObjectNode key(long version, String state, long done, long damaged) {
        ObjectNode key =
                Json.object()
                        .put("latest_version", version)
                        .put("created_at", "2026-11-26T20:00:00Z");
        key.putObject("reencryption")
                .put("state", state)
                .put("total", 10)
                .put("done", done)
                .put("damaged", damaged);
        return key;
    }

    private static ObjectNode version(String state) {
        return Json.object()
                .put("version", 1)
                .put("state", state)
                .put("destroy_at", "2030-01-01T00:00:00Z");
    }

    @Test
    void whatSealsAndHowFarItCameIsShown() {
        operator.service().can(KEY, key(2, "running", 3, 0));
        assertThat(operator.run("encryption-key", "show").out())
                .contains("version 2 seals; 3 of 10 versions of secrets are under it");
        Session json = operator.run("encryption-key", "show", "--json");
        assertThat(
                        Fields.parse(json.out().getBytes(StandardCharsets.UTF_8))
                                .object("reencryption")
                                .number("done"))
                .isEqualTo(3);
        operator.service().can(KEY, key(0, "done", 10, 0));
        assertThat(operator.run("encryption-key", "show").out()).contains("no key yet");
    }

    @Test
    void aRotationIsWaitedFor() {
        operator.service().can(KEY + "/rotation", key(2, "running", 0, 0));
        AtomicInteger asked = new AtomicInteger();
        operator.service()
                .can(
                        KEY,
                        _ ->
                                asked.incrementAndGet() < 2
                                        ? key(2, "running", 5, 0)
                                        : key(2, "done", 10, 0));

        Session session = operator.run("encryption-key", "rotate", "--wait");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("10 of 10 versions");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatCannotBeMovedIsAFailure() {
        operator.service().can(KEY, key(2, "blocked", 8, 2));
        Session session = operator.run("encryption-key", "wait");
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("2 versions of secrets are damaged");
    }

    @Test
    void theLifeOfAVersionHasAVerbForEachStep() {
        operator.service().can(FIRST, version("disabled"));
        assertThat(operator.run("encryption-key", "disable", "1").out())
                .contains("version 1 is disabled");
        operator.service().can(FIRST, version("deactivated"));
        assertThat(operator.run("encryption-key", "enable", "1").out())
                .contains("version 1 is deactivated");
        operator.service().can(FIRST, version("destruction-scheduled"));
        assertThat(operator.run("encryption-key", "destroy", "1", "--yes").out())
                .contains("version 1 is destruction-scheduled until 2030-01-01T00:00:00Z");
        operator.service().can(FIRST + "/restoration", version("deactivated"));
        assertThat(operator.run("encryption-key", "restore", "1").out())
                .contains("version 1 is deactivated");
        assertThat(operator.run("encryption-key", "disable", "first").code()).isEqualTo(3);
    }
}
