package dev.sealwright.controlplane.vault;

import static dev.sealwright.controlplane.vault.People.body;
import static dev.sealwright.controlplane.vault.People.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody gains over secrets who can write to the database, and to nothing else: nothing. */
class EditedSecretsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Bytes OLD = Bytes.utf8("the old password");
    private static final Bytes NEW = Bytes.utf8("the new password");

    private static Client reader;

    @BeforeAll
    static void anOrganisation() {
        People people = new People(SERVICE);
        people.org("acme");
        people.org("other");
        reader = people.user("acme", "reader", "ADMIN", "[\"*\"]");
        people.user("acme", "nobody", "ADMIN", "[]");
    }

    private static void sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement edit = connection.createStatement()) {
            assertThat(edit.executeUpdate(statement)).as(statement).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A secret of two versions. */
    private static String secret(String name) {
        String secret = "/v1/orgs/acme/secrets/" + name;
        must(reader.put(secret, "{}"));
        must(reader.post(secret + "/versions", body(OLD)));
        must(reader.post(secret + "/versions", body(NEW)));
        return secret;
    }

    private static String row(String name) {
        return "(SELECT id FROM record_row WHERE kind = 'secret' AND name = '" + name + "')";
    }

    private static Answer unseal(String secret, String version) {
        return reader.post(secret + "/versions/" + version + "/unseal");
    }

    @Test
    void anOldVersionDoesNotPassForANewOne() {
        String secret = secret("swapped");
        sql(
                "UPDATE secret_version SET blob = (SELECT blob FROM secret_version WHERE version ="
                        + " 1 AND secret = "
                        + row("swapped")
                        + ") WHERE version = 2 AND secret = "
                        + row("swapped"));

        assertThat(unseal(secret, "2").problem()).isEqualTo("secret-damaged");
        assertThat(unseal(secret, "latest").problem()).isEqualTo("secret-damaged");
        assertThat(unseal(secret, "1").status()).isEqualTo(200);
    }

    @Test
    void takingTheNewestAwayDoesNotBringTheOldOneBack() {
        String secret = secret("taken");
        sql("DELETE FROM secret_version WHERE version = 2 AND secret = " + row("taken"));

        assertThat(unseal(secret, "latest").problem()).isEqualTo("secret-damaged");
        assertThat(must(reader.get(secret)).json().number("latest_version")).isEqualTo(2);
        assertThat(must(reader.post(secret + "/versions", body(OLD))).json().number("version"))
                .isEqualTo(3);
        assertThat(unseal(secret, "latest").status()).isEqualTo(200);
    }

    @Test
    void aPlantedVersionIsNone() {
        String secret = secret("planted");
        sql(
                "INSERT INTO secret_version (leaf_id, secret, org, version, taken_at, sealed_at,"
                        + " blob) SELECT gen_random_uuid(), secret, org, 9, now(), now(), blob FROM"
                        + " secret_version WHERE version = 1 AND secret = "
                        + row("planted"));

        assertThat(unseal(secret, "9").problem()).isEqualTo("not-found");
        assertThat(must(reader.get(secret)).json().number("latest_version")).isEqualTo(2);
        assertThat(must(reader.get(secret + "/versions")).json().items("items")).hasSize(2);
    }

    @Test
    void aCiphertextOfAnotherSecretIsNotOpened() {
        String secret = secret("mine");
        secret("yours");
        sql(
                "UPDATE secret_version SET blob = (SELECT blob FROM secret_version WHERE version ="
                        + " 2 AND secret = "
                        + row("yours")
                        + ") WHERE version = 2 AND secret = "
                        + row("mine"));

        assertThat(unseal(secret, "2").problem()).isEqualTo("secret-damaged");
    }

    @Test
    void aDestroyedVersionThatIsPutBackStaysDestroyed() {
        String secret = secret("undead");
        sql(
                "CREATE TABLE copy AS SELECT leaf_id, blob FROM secret_version WHERE version = 1"
                        + " AND secret = "
                        + row("undead"));
        must(reader.delete(secret + "/versions/1"));
        sql(
                "UPDATE secret_version v SET blob = copy.blob, shred_leaf = NULL FROM copy WHERE"
                        + " copy.leaf_id = v.leaf_id");

        assertThat(unseal(secret, "1").problem()).isEqualTo("secret-destroyed");
    }

    @Test
    void aChangedChunkIsNotGivenOut() {
        String secret = secret("chunked");
        must(reader.post(secret + "/versions", body(Bytes.zeros(200_000))));
        sql(
                "UPDATE secret_chunk c SET data = (SELECT data FROM secret_chunk d WHERE d.leaf_id ="
                        + " c.leaf_id AND d.number = 0) WHERE number = 1");

        assertThat(unseal(secret, "latest").problem()).isEqualTo("secret-damaged");
    }

    @Test
    void aRightThatIsWrittenIntoTheDatabaseIsNone() {
        String secret = secret("guarded");
        sql(
                "UPDATE record SET document = convert_to(replace(convert_from(document, 'UTF8'),"
                        + " '\"may_unseal\":[]', '\"may_unseal\":[\"*\"]'), 'UTF8') WHERE row_id IN"
                        + " (SELECT id FROM record_row WHERE kind = 'role-binding' AND name ="
                        + " 'nobody')");
        Client nobody =
                SERVICE.people().withKey("sw_" + Sha256.of(Bytes.utf8("acme/nobody")).base64Url());

        assertThat(nobody.post(secret + "/versions/1/unseal", "").status()).isIn(403, 404);
    }
}
