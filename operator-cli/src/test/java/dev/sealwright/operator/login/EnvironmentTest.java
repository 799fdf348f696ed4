package dev.sealwright.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An option goes before the environment, the environment before a profile. */
final class EnvironmentTest {
    private static final String ADDRESS = "SEALWRIGHT_ADDRESS";
    private static final String ROOT = "SEALWRIGHT_ROOT_FINGERPRINT";
    private static final String KEY = "SEALWRIGHT_API_KEY";
    private static final String KEY_FILE = "SEALWRIGHT_API_KEY_FILE";
    private static final String ORG = "SEALWRIGHT_ORG";

    @TempDir private Path home;
    private OperatorRuns operator;
    private Map<String, String> environment;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
        Path key = home.resolve("ci.key");
        PrivateFile.write(
                key,
                (operator.service().key().reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
        environment =
                new HashMap<>(
                        Map.of(
                                ADDRESS,
                                operator.service().address().toString(),
                                ROOT,
                                operator.service().pin().hex(),
                                KEY_FILE,
                                key.toString()));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private Session run(String... arguments) {
        return operator.run(environment, "", arguments);
    }

    private static JsonNode empty() {
        var list = Json.object();
        list.putArray("items");
        return list;
    }

    @Test
    void isEnoughWithoutALogin() {
        Session session = run("whoami");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("first-admin");
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void namesTheOrganisationUnlessAnOptionDoes() {
        operator.service().can("/v1/orgs/acme/hosts", empty());
        operator.service().can("/v1/orgs/other/hosts", empty());
        assertThat(run("hosts", "list").code()).isEqualTo(3);
        environment.put(ORG, "acme");
        assertThat(run("hosts", "list").code()).isZero();
        assertThat(run("hosts", "list", "--org", "other").code()).isZero();
        assertThat(operator.service().requests())
                .anyMatch(each -> each.contains("/v1/orgs/other/hosts"));
    }

    @Test
    void goesBeforeTheProfileInUseAndAfterOneThatIsNamed() {
        operator.login();
        environment.put(ROOT, Bytes.zeros(32).hex());
        assertThat(run("whoami").code()).isEqualTo(4);
        environment.put("SEALWRIGHT_PROFILE", "default");
        assertThat(run("whoami").code()).isEqualTo(4);
        assertThat(run("whoami", "--profile", "default").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {ROOT, KEY_FILE})
    void isWholeOrMissing(String left) {
        operator.login();
        int asked = operator.service().requests().size();
        environment.remove(left);
        Session session = run("whoami");
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains(ADDRESS + " is set and " + left + " is not");
        assertThat(operator.service().requests()).hasSize(asked);
    }

    @Test
    void withoutAnAddressDoesNotTouchTheProfile() {
        operator.login();
        environment.remove(ADDRESS);
        environment.put(ROOT, Bytes.zeros(32).hex());
        assertThat(run("whoami").code()).isZero();
    }

    @Test
    void mayHoldTheKeyItselfAsForTerraform() {
        environment.remove(KEY_FILE);
        environment.put(KEY, operator.service().key().reveal());
        Session session = run("whoami", "--json");
        assertThat(session.code()).as(session.err()).isZero();
    }

    @Test
    void saysWhoAsksOnce() {
        environment.put(KEY, operator.service().key().reveal());
        Session session = run("whoami");
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("both say who asks");
        assertThat(operator.service().requests()).isEmpty();
    }

    @Test
    void takesNoKeyFromAFileThatOthersRead() throws IOException {
        Files.setPosixFilePermissions(
                Path.of(environment.get(KEY_FILE)), PosixFilePermissions.fromString("rw-r--r--"));
        Session session = run("whoami");
        assertThat(session.code()).isEqualTo(5);
        assertThat(session.err()).contains("can be read or changed by others");
        assertThat(operator.service().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SEALWRIGHT_ADDRESS, http://localhost:1",
        "SEALWRIGHT_ADDRESS, localhost",
        "SEALWRIGHT_ROOT_FINGERPRINT, 3f9c",
        "SEALWRIGHT_API_KEY, sw_short"
    })
    void isReadStrictly(String variable, String value) {
        if (variable.equals(KEY)) {
            environment.remove(KEY_FILE);
        }
        environment.put(variable, value);
        assertThat(run("whoami").code()).isEqualTo(2);
        assertThat(operator.service().requests()).isEmpty();
    }

    @Test
    void thatIsEmptyIsNotSet() {
        operator.login();
        assertThat(operator.run(Map.of(ADDRESS, "", KEY, ""), "", "whoami").code()).isZero();
    }

    @Test
    void saysWhatLoginIsNotTold() {
        Session session = run("login", "--org", "demo");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.err()).contains("commands go by " + ADDRESS);
        assertThat(operator.run("whoami").out()).contains("first-admin");
        assertThat(run("login", "--root-fingerprint", Bytes.zeros(32).hex()).code()).isEqualTo(4);
    }

    @Test
    void aLoginThatNobodyTellsTheAddressIsAWrongCommandLine() {
        environment.remove(ADDRESS);
        Session session = run("login");
        assertThat(session.code()).isEqualTo(3);
        assertThat(session.err()).contains("neither --address nor " + ADDRESS).contains("--help");
    }

    @Test
    void pinsTheRootOfWhatIsVerified() {
        String[] verify = {"verify", "host", home.resolve("no-host").toString()};
        assertThat(operator.run(verify).err()).contains("no root is pinned");
        Session pinned = operator.run(Map.of(ROOT, environment.get(ROOT)), "", verify);
        assertThat(pinned.code()).isNotZero();
        assertThat(pinned.err() + pinned.out()).doesNotContain("no root is pinned");
    }
}
