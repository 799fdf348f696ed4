package dev.sealwright.controlplane.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code Idempotency-Key}, as a client meets it. */
class IdempotencyTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private static final String OTHER_KEY = "sw_" + "B".repeat(43);

    @BeforeAll
    static void anOrganisationWithASecondMinter() {
        ACME.prepare();
        Client admin = SERVICE.admin();
        admin.put("/v1/orgs/acme/users/other", "{}");
        admin.put("/v1/orgs/acme/role-bindings/other", "{\"user\":\"other\",\"role\":\"ADMIN\"}");
        Answer key =
                admin.put(
                        "/v1/orgs/acme/api-keys/other",
                        "{\"user\":\"other\",\"secret_sha256\":\""
                                + Sha256.of(Bytes.utf8(OTHER_KEY)).base64Url()
                                + "\"}");
        assertThat(key.status()).as(key.text()).isEqualTo(201);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private static String body(String spec) {
        return body(spec, TestHost.seed());
    }

    private static String body(String spec, BootstrapSeed seed) {
        return "{\"sandbox_spec\":\""
                + spec
                + "\",\"public_key\":\""
                + seed.publicKey().base64Url()
                + "\"}";
    }

    private static Answer mint(Client client, String key, String body) {
        return client.with("Idempotency-Key", key).post("/v1/orgs/acme/bootstraps", body);
    }

    private static Answer mint(String key, String body) {
        return mint(SERVICE.admin(), key, body);
    }

    /** How many bootstraps the log tells of. */
    private static int minted() {
        return SERVICE.admin()
                .get("/audit/entries?org=acme&kind=bootstrap")
                .json()
                .items("items")
                .size();
    }

    private static void sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRepetitionUnderItsKeyGetsTheFirstAnswer() {
        String key = fresh();
        String body = body("agent");
        Answer first = mint(key, body);
        int leaves = minted();
        Answer second = mint(key, body);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Sealwright-Receipt"))
                .isNotEmpty()
                .isEqualTo(first.header("Sealwright-Receipt"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("Sealwright-Request-Id"))
                .isNotEqualTo(first.header("Sealwright-Request-Id"));
        assertThat(minted()).isEqualTo(leaves);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        String key = fresh();
        mint(key, body("agent"));
        int leaves = minted();

        assertThat(mint(key, body("agent")).problem()).isEqualTo("idempotency-key-reused");
        assertThat(
                        SERVICE.admin()
                                .with("Idempotency-Key", key)
                                .post(
                                        "/v1/orgs/acme/hosts/" + UUID.randomUUID() + "/revocation",
                                        "{\"reason\":\"x\"}")
                                .problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(minted()).isEqualTo(leaves);
    }

    @Test
    void aKeyIsItsCallersOwn() {
        String key = fresh();

        assertThat(mint(key, body("agent")).status()).isEqualTo(201);
        Answer other = mint(SERVICE.people().withKey(OTHER_KEY), key, body("agent"));
        assertThat(other.status()).as(other.text()).isEqualTo(201);
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        String key = fresh();
        String body = body("later");
        Answer first = mint(key, body);
        SERVICE.admin().put("/v1/orgs/acme/sandbox-specs/later", "{\"policy\":\"base\"}");
        Answer second = mint(key, body);

        assertThat(first.problem()).isEqualTo("invalid-request");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(mint(fresh(), body).status()).isEqualTo(201);
    }

    @Test
    void ofManyAtOnceOneActs() throws Exception {
        String key = fresh();
        String body = body("agent");
        int leaves = minted();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> call = () -> mint(key, body);
            List<Future<Answer>> answers = callers.invokeAll(Collections.nCopies(16, call));
            int acted = 0;
            for (Future<Answer> each : answers) {
                Answer answer = each.get();
                if (answer.status() == 409) {
                    assertThat(answer.problem()).isEqualTo("request-under-way");
                    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
                } else {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                    acted += answer.header("Idempotency-Replayed").isEmpty() ? 1 : 0;
                }
            }
            assertThat(acted).isEqualTo(1);
        }
        assertThat(minted()).isEqualTo(leaves + 1);
        assertThat(mint(key, body).header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anAnswerIsForgottenAfterADay() {
        String key = fresh();
        String body = body("agent");
        mint(key, body);
        SERVICE.clock().advance(IdempotentRequests.KEPT.minusSeconds(1));
        assertThat(mint(key, body).header("Idempotency-Replayed")).isEqualTo("true");
        SERVICE.clock().advance(Duration.ofSeconds(1));

        assertThat(mint(key, body("agent")).status()).isEqualTo(201);
    }

    @Test
    void aFailureLeavesNoAnswerBehind() {
        String key = fresh();
        String body = body("agent");
        sql("ALTER TABLE bootstrap RENAME TO bootstrap_away");
        Answer failed = mint(key, body);
        sql("ALTER TABLE bootstrap_away RENAME TO bootstrap");
        Answer again = mint(key, body);

        assertThat(failed.status()).as(failed.text()).isEqualTo(503);
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void whatWasDoneBeforeACrashIsFoundAndNotDoneAgain() {
        String key = fresh();
        String body = body("agent");
        int leaves = minted();
        sql(
                "ALTER TABLE idempotent_request ADD CONSTRAINT crash CHECK (status IS NULL)"
                        + " NOT VALID");
        Answer lost = mint(key, body);
        SERVICE.stop();
        sql("ALTER TABLE idempotent_request DROP CONSTRAINT crash");
        SERVICE.start();

        assertThat(lost.status()).as(lost.text()).isEqualTo(503);
        assertThat(minted()).isEqualTo(leaves + 1);
        assertThat(mint(key, body).problem()).isEqualTo("request-under-way");
        SERVICE.clock().advance(IdempotentRequests.CLAIMED);
        Answer found = mint(key, body);
        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(found.json().text("id")).isNotEmpty();
        assertThat(minted()).isEqualTo(leaves + 1);
        assertThat(mint(key, body).body()).isEqualTo(found.body());
    }

    @Test
    void anAnswerThatWasEditedInTheDatabaseIsNotGiven() {
        String key = fresh();
        String body = body("agent");
        mint(key, body);
        sql("UPDATE idempotent_request SET body = '\\x7b7d' WHERE key = '" + key + "'");

        assertThat(mint(key, body).problem()).isEqualTo("internal");
    }

    @Test
    void aKeyOfAnotherFormIsRefused() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            assertThat(mint(key, body("agent")).problem()).as(key).isEqualTo("invalid-request");
        }
    }

    @Test
    void nothingThatASecretCouldBeGuessedByIsKept() throws SQLException {
        String key = fresh();
        String body = body("agent");
        mint(key, body);
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT count(*) FROM idempotent_request WHERE key = '"
                                        + key
                                        + "' AND request = sha256('"
                                        + body
                                        + "'::bytea)")) {
            found.next();
            assertThat(found.getInt(1)).isZero();
        }
    }
}
