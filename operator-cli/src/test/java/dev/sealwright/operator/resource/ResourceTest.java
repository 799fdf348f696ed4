package dev.sealwright.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.profile.ApiKey;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceTest {
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

    @ParameterizedTest
    @CsvSource({
        "orgs,/v1/orgs/x",
        "users,/v1/orgs/demo/users/x",
        "roles,/v1/orgs/demo/role-bindings/x",
        "api-keys,/v1/orgs/demo/api-keys/x",
        "policies,/v1/orgs/demo/policies/x",
        "sandbox-spec,/v1/orgs/demo/sandbox-specs/x"
    })
    void everyKindLivesAtItsPath(String kind, String path) {
        Session session = operator.run(kind, "apply", "--name", "x");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(operator.service().requests()).anyMatch(each -> each.startsWith("PUT " + path));
    }

    @Test
    void yamlIsAppliedShownListedAndDeleted() throws IOException {
        Path file = home.resolve("web.yaml");
        Files.writeString(
                file,
                """
                name: web
                description: "a web agent"
                policy: default
                parameters: {size: 3}
                """);
        assertThat(operator.run("sandbox-spec", "apply", file.toString()).out())
                .contains("web created");
        assertThat(operator.run("sandbox-spec", "apply", file.toString()).out())
                .contains("web is as described");
        assertThat(operator.run("sandbox-spec", "get", "web").out())
                .contains("\"size\" : 3")
                .doesNotContain("\"name\"");
        operator.run("sandbox-spec", "apply", "--name", "second");
        assertThat(operator.run("sandbox-spec", "list").out())
                .contains("NAME")
                .contains("web")
                .contains("second");
        assertThat(operator.run("sandbox-spec", "delete", "web").out()).contains("web is gone");
        assertThat(operator.run("sandbox-spec", "get", "web").code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: a\nname: b\n",
                "- a\n- b\n",
                "just text",
                "name: [unclosed",
                "{\"name\": \"a\", \"name\": \"b\"}",
                ""
            })
    void aFileThatIsNoResourceIsRefusedBeforeAnythingIsSent(String text) throws IOException {
        Path file = home.resolve("bad.yaml");
        Files.writeString(file, text);
        int before = operator.service().requests().size();
        assertThat(operator.run("orgs", "apply", file.toString()).code()).isEqualTo(2);
        assertThat(operator.service().requests()).hasSize(before);
    }

    @Test
    void aResourceWithoutANameIsRefused() {
        Session session = operator.runWith("description: x\n", "orgs", "apply", "-");
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("--name");
    }

    @Test
    void aNameCannotLeaveItsPath() {
        operator.run("users", "get", "../../v1/whoami");
        assertThat(operator.service().requests())
                .noneMatch(each -> each.startsWith("GET /v1/whoami ") && each.contains(".."))
                .anyMatch(each -> each.startsWith("GET /v1/orgs/demo/users/"));
    }

    @Test
    void anApiKeyIsMadeHereAndOnlyItsDigestIsSent() throws IOException {
        Path out = home.resolve("ci.key");
        Session session =
                operator.run("api-keys", "create", "ci", "--user", "ada", "--out", out.toString());
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        ApiKey key = ApiKey.parse(Files.readString(out));
        assertThat(operator.run("api-keys", "get", "ci").out())
                .contains(key.digest().base64Url())
                .doesNotContain(key.reveal());
        assertThat(session.toString()).doesNotContain(key.reveal());
    }
}
