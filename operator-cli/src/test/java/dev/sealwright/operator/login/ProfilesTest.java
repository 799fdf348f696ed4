package dev.sealwright.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfilesTest {
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

    private Session login(String profile, String org) {
        return operator.runWith(
                operator.service().key().reveal() + "\n",
                "login",
                "--address",
                operator.service().address().toString(),
                "--root-fingerprint",
                operator.service().pin().hex(),
                "--org",
                org,
                "--profile",
                profile);
    }

    @Test
    void theLastLoginIsInUse() {
        login("one", "acme");
        login("two", "other");
        Session session = operator.run("profiles", "list");
        assertThat(session.out().lines().filter(line -> line.contains("yes")))
                .singleElement()
                .asString()
                .startsWith("two");
        assertThat(session.out()).contains("acme").contains("other");
    }

    @Test
    void anotherIsUsedByNameOrForGood() {
        login("one", "acme");
        login("two", "other");
        operator.service().can("/v1/orgs/acme/hosts", empty());
        assertThat(operator.run("hosts", "list", "--profile", "one").code()).isZero();
        assertThat(operator.run("hosts", "list").code()).isEqualTo(1);
        assertThat(operator.run("profiles", "use", "one").code()).isZero();
        assertThat(operator.run("hosts", "list").code()).isZero();
    }

    private static JsonNode empty() {
        var list = Json.object();
        list.putArray("items");
        return list;
    }

    @Test
    void aDeletedProfileIsGoneWithItsKey() {
        login("one", "acme");
        assertThat(operator.run("profiles", "delete", "one").code()).isZero();
        assertThat(home.resolve(".config/sealwright/profiles/one.json")).doesNotExist();
        assertThat(operator.run("whoami").code()).isEqualTo(5);
        assertThat(operator.run("profiles", "delete", "one").code()).isEqualTo(5);
        assertThat(operator.run("profiles", "use", "one").err()).contains("log in");
    }

    @Test
    void aNameIsNoPath() {
        assertThat(login("../one", "acme").code()).isEqualTo(3);
        assertThat(operator.run("whoami", "--profile", "/etc/passwd").code()).isEqualTo(3);
    }

    @Test
    void noListShowsAKey() {
        login("one", "acme");
        String secret = operator.service().key().reveal().substring(3);
        assertThat(operator.run("profiles", "list", "--json").toString()).doesNotContain(secret);
    }
}
