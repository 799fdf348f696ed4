package dev.sealwright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "whoami",
                "orgs",
                "orgs apply",
                "users get",
                "roles list",
                "policies delete",
                "api-keys create",
                "sandbox-spec emit-bootstrap",
                "bootstraps",
                "hosts",
                "hosts revoke",
                "audit",
                "log mirror",
                "verify",
                "verify log",
                "verify host",
                "completion"
            })
    void everyCommandHelps(String command) {
        Session session = operator.run((command + " --help").split(" "));
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("Usage: sealwright " + command);
    }

    @Test
    void examplesNameTheGroupTheyAreIn() {
        assertThat(operator.run("users", "get", "--help").out())
                .contains("sealwright users get demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "orgs", "hosts revoke x", "verify log", "orgs get a b"})
    void aWrongCommandLineIsExitCodeThree(String line) {
        Session session = operator.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("--help");
    }

    @Test
    void hostsAndBootstrapsAreListedAndRevokedByTheirPaths() {
        operator.login();
        var item = Json.object().put("sandbox_id", "s-1").put("state", "active");
        var list = Json.object();
        list.putArray("items").add(item);
        operator.service().can("/v1/orgs/demo/hosts", list);
        operator.service().can("/v1/orgs/demo/hosts/s-1/revocation", item);
        assertThat(operator.run("hosts", "list").out()).contains("SANDBOX_ID").contains("s-1");
        assertThat(operator.run("hosts", "revoke", "s-1", "--reason", "lost").code()).isZero();
        assertThat(operator.service().requests())
                .anyMatch(each -> each.startsWith("POST /v1/orgs/demo/hosts/s-1/revocation"));
    }

    @Test
    void aLogThatTheServiceFindsBrokenIsExitCodeOne() {
        operator.login();
        operator.service().can("/audit/integrity", integrity("{\"verified\":false}"));
        assertThat(operator.run("audit", "integrity").code()).isEqualTo(1);
        operator.service().can("/audit/integrity", integrity("{\"verified\":true}"));
        Session whole = operator.run("audit", "integrity", "--json");
        assertThat(whole.code()).isZero();
        assertThat(whole.out()).contains("verified").doesNotContain("done");
    }

    /** How far it is, and then this. */
    private static Bytes integrity(String report) {
        return Bytes.utf8(
                "{\"done\":0,\"total\":0,\"report\":null}\n"
                        + "{\"done\":1,\"total\":2,\"report\":null}\n{\"done\":2,\"total\":2,\"report\":"
                        + report
                        + "}\n");
    }

    @Test
    void aCheckThatEndsWithoutAReportIsNoResult() {
        operator.login();
        operator.service()
                .can("/audit/integrity", Bytes.utf8("{\"done\":1,\"total\":2,\"report\":null}\n"));
        Session session = operator.run("audit", "integrity");
        assertThat(session.code()).isEqualTo(4);
        assertThat(session.err()).contains("without a report");
        operator.service().can("/audit/integrity", Bytes.utf8("no JSON"));
        assertThat(operator.run("audit", "integrity").code()).isEqualTo(2);
    }
}
