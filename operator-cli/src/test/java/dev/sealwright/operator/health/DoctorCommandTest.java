package dev.sealwright.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void aServiceThatIsWell() {
        operator = new OperatorRuns(home);
        operator.login();
        operator.service().can("/health", Json.object().put("status", "up"));
        ready("");
        keys("NEVER_EXTRACTABLE");
        ObjectNode apiKeys = Json.object();
        apiKeys.putArray("items").addObject().put("name", "mine");
        operator.service().can("/v1/orgs/platform/api-keys", apiKeys);
        String note =
                "localhost/log/1\n7\n"
                        + Bytes.zeros(32).base64()
                        + "\n\n— x "
                        + Bytes.zeros(68).base64()
                        + "\n";
        operator.service().can("/audit/checkpoint", Bytes.utf8(note));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private void ready(String hsm) {
        ObjectNode ready = Json.object().put("ready", hsm.isEmpty());
        ready.putArray("checks")
                .addObject()
                .put("name", "hsm")
                .put("ok", hsm.isEmpty())
                .put("reason", hsm);
        operator.service().can("/ready", ready);
    }

    @Test
    void statusNamesTheLeaderAndWhatWitnessesLack() {
        ObjectNode ready = Json.object().put("ready", true);
        ready.putArray("checks");
        ready.putObject("sequencer")
                .put("replica", "two")
                .put("leads", false)
                .put("leader", "one")
                .put("term", 7);
        var witnesses = ready.putArray("witnesses");
        witnesses.addObject().put("name", "near").put("cosigned", 9).put("behind", 0);
        witnesses
                .addObject()
                .put("name", "far")
                .put("cosigned", 6)
                .put("behind", 3)
                .put("problem", "does not watch this log (404)");
        operator.service().can("/ready", ready);

        assertThat(operator.run("status").out())
                .contains("one, term 7")
                .contains("cosigned everything")
                .contains("the last 3 entries: it does not watch this log (404)");
    }

    @Test
    void statusNamesEveryVoterAndWhatBecameOfIt() {
        ObjectNode ready = Json.object().put("ready", true);
        ready.putArray("checks");
        var voters = ready.putArray("voters");
        voters.addObject()
                .put("name", "member-1")
                .put("kind", "member")
                .put("state", "ok")
                .put("signed", 9)
                .put("behind", 0);
        voters.addObject()
                .put("name", "member-2")
                .put("kind", "member")
                .put("state", "lost")
                .put("signed", 6)
                .put("behind", 3)
                .put("problem", "never signs again");
        operator.service().can("/ready", ready);

        assertThat(operator.run("status").out())
                .contains("voter member-1")
                .contains("ok, signed 9 entries")
                .contains("voter member-2")
                .contains("lost, signed 6 entries, 3 behind: never signs again");
        assertThat(operator.run("status", "--json").out()).contains("\"state\"");
    }

    private void keys(String affirmed) {
        ObjectNode keys = Json.object();
        ObjectNode key = keys.putArray("items").addObject().put("label", "log");
        key.put("token", "SoftHSM v2 12").putArray("affirmed").add(affirmed);
        operator.service().can("/v1/keys", keys);
        hsm("software", "available");
    }

    private void hsm(String standing, String state) {
        ObjectNode hsm =
                Json.object().put("title", "A token").put("standing", standing).put("fips", false);
        hsm.putArray("abilities")
                .addObject()
                .put("operation", "sign")
                .put("keys", "client keys, RSA-3072")
                .put("state", state)
                .put("detail", "why");
        operator.service().can("/v1/hsm", hsm);
    }

    private Map<String, String> examined(int code, String... more) {
        var line = new ArrayList<>(List.of("doctor", "--json"));
        line.addAll(List.of(more));
        Session session = operator.run(line.toArray(String[]::new));
        assertThat(session.code()).as(session.out() + session.err()).isEqualTo(code);
        Map<String, String> states = new TreeMap<>();
        Json.parse(Bytes.utf8(session.out()).toArray())
                .path("lines")
                .forEach(l -> states.put(l.path("line").asText(), l.path("state").asText()));
        return states;
    }

    @Test
    void whatIsWellIsSaidAndWhatCannotBeSeenIsNamed() {
        assertThat(examined(0))
                .containsEntry("root pin", "ok")
                .containsEntry("tls", "ok")
                .containsEntry("server certificate", "ok")
                .containsEntry("anchors", "ok")
                .containsEntry("hsm keys", "ok")
                .containsEntry("hsm", "warning")
                .containsEntry("first administrator", "ok")
                .containsEntry("backup", "not checked")
                .containsEntry("restore", "not checked");
    }

    @Test
    void hardwareIsWellAndWhatItLacksIsNamed() {
        hsm("hsm", "missing");
        assertThat(examined(0)).containsEntry("hsm", "ok").containsEntry("hsm sign", "warning");
    }

    @Test
    void aDemoCeremonyIsNoProduction() {
        assertThat(examined(0)).containsEntry("log voters", "warning");
    }

    @Test
    void aKeyThatCanLeaveItsTokenFails() {
        keys("LOCAL");
        assertThat(examined(1)).containsEntry("hsm keys", "failed");
    }

    @Test
    void aServiceThatIsNotReadyFails() {
        ready("does not sign");
        assertThat(examined(1)).containsEntry("hsm", "warning");
        Session status = operator.run("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("does not sign");
    }

    @Test
    void theDataFolderAndTheBackupsAreLookedAt() throws IOException {
        Path data = Files.createDirectories(home.resolve("data/root")).getParent();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        Path backups = Files.createDirectories(home.resolve("backups"));
        Path backup = Files.createFile(backups.resolve("one.dump"));
        Files.setLastModifiedTime(
                backup, FileTime.from(operator.clock().instant().minus(Duration.ofHours(30))));
        assertThat(examined(1, "--home", data.toString(), "--backups", backups.toString()))
                .containsEntry("data folder", "failed")
                .containsEntry("root token", "warning")
                .containsEntry("admin.key", "ok")
                .containsEntry("backup", "failed");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(backup, FileTime.from(Instant.now()));
        assertThat(examined(0, "--home", data.toString(), "--backups", backups.toString()))
                .containsEntry("data folder", "ok")
                .containsEntry("backup", "ok");
    }

    @Test
    void anchorsThatEndWithinAMonthFail() {
        Instant now = operator.clock().instant();

        assertThat(Expiry.CEREMONY.of("anchors", now.plus(Duration.ofDays(29)), now).state())
                .isEqualTo(Finding.State.FAILED);
        assertThat(Expiry.CEREMONY.of("anchors", now.plus(Duration.ofDays(31)), now).state())
                .isEqualTo(Finding.State.OK);
        assertThat(Expiry.CEREMONY.of("anchors", now.minusSeconds(1), now).state())
                .isEqualTo(Finding.State.FAILED);
    }

    @Test
    void aServiceThatIsAwayIsExitCodeFour() {
        operator.service().close();
        assertThat(operator.run("doctor").code()).isEqualTo(4);
        assertThat(operator.run("status").code()).isEqualTo(4);
    }

    @Test
    void statusSaysWhereTheLogStands() {
        Session session = operator.run("status");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("7 entries of localhost/log/1").contains("days, until");
    }
}
