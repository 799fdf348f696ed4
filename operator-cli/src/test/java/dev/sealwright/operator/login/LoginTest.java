package dev.sealwright.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest {
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

    @Test
    void aKeyThatTheServiceTakesIsKeptPrivately() throws IOException {
        Session session = operator.login();
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(operator.profile())))
                .isEqualTo("rw-------");
        assertThat(operator.run("whoami").out()).contains("first-admin");
    }

    @Test
    void theKeyIsNeverShown() {
        String secret = operator.service().key().reveal().substring(3);
        assertThat(operator.login().toString()).doesNotContain(secret);
        assertThat(operator.run("whoami", "--json").toString()).doesNotContain(secret);
    }

    @Test
    void aKeyFromAFileHasToBePrivate() throws IOException {
        Path file = home.resolve("admin.key");
        byte[] key = (operator.service().key().reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
        PrivateFile.write(file, key);
        assertThat(loginWith(file).code()).isZero();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Session session = loginWith(file);
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("can be read or changed by others").contains("chmod");
    }

    @Test
    void aKeyThatTheServiceRefusesIsNotKept() {
        Session session =
                operator.runWith(
                        "sw_" + "A".repeat(43) + "\n",
                        "login",
                        "--address",
                        operator.service().address().toString(),
                        "--root-fingerprint",
                        operator.service().pin().hex());
        assertThat(session.code()).isEqualTo(1);
        assertThat(operator.profile()).doesNotExist();
    }

    @Test
    void anotherRootIsSentNoKey() {
        Session session =
                operator.runWith(
                        operator.service().key().reveal() + "\n",
                        "login",
                        "--address",
                        operator.service().address().toString(),
                        "--root-fingerprint",
                        Bytes.zeros(32).hex());
        assertThat(session.code()).isEqualTo(4);
        assertThat(session.err()).contains("does not lead to the pinned root");
        assertThat(operator.service().requests()).isEmpty();
    }

    @Test
    void withoutALoginCommandsSayWhatToDo() {
        Session session = operator.run("whoami");
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("do: log in first");
    }

    private Session loginWith(Path keyFile) {
        return operator.run(
                "login",
                "--address",
                operator.service().address().toString(),
                "--root-fingerprint",
                operator.service().pin().hex(),
                "--api-key-file",
                keyFile.toString());
    }
}
