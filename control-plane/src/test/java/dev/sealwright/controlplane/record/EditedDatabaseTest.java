package dev.sealwright.controlplane.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody gains who can write to the database, and to nothing else: nothing. */
class EditedDatabaseTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String USER = "/v1/orgs/acme/users/alice";

    @BeforeEach
    void anOrganisationWithAUser() {
        admin().put("/v1/orgs/acme", "{}");
        admin().put(USER, "{\"display_name\":\"Alice\"}");
    }

    private static Client admin() {
        return SERVICE.admin();
    }

    private static void sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement edit = connection.createStatement()) {
            edit.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void editAlice() {
        sql(
                "UPDATE record SET document = convert_to(replace(convert_from(document, 'UTF8'),"
                        + " 'Alice', 'Mallory'), 'UTF8') WHERE row_id IN"
                        + " (SELECT id FROM record_row WHERE name = 'alice')");
    }

    @Test
    void anEditedDocumentCountsAsAbsent() {
        editAlice();

        assertThat(admin().get(USER).problem()).isEqualTo("not-found");
        assertThat(admin().get("/v1/orgs/acme/users").text()).doesNotContain("Mallory");
    }

    @Test
    void writingTheResourceAgainBringsItBack() {
        editAlice();
        assertThat(admin().get(USER).problem()).isEqualTo("not-found");

        admin().put(USER, "{\"display_name\":\"Alice\"}");

        assertThat(admin().get(USER).json().text("display_name")).isEqualTo("Alice");
    }

    @Test
    void anOlderVersionPutInPlaceOfTheNewestCountsAsAbsent() {
        admin().put(USER, "{\"display_name\":\"Alice\",\"email\":\"old@example.com\"}");
        admin().put(USER, "{\"display_name\":\"Alice\",\"email\":\"new@example.com\"}");
        sql(
                "DELETE FROM record WHERE version = (SELECT max(version) FROM record r JOIN"
                        + " record_row w ON w.id = r.row_id WHERE w.name = 'alice')");

        assertThat(admin().get(USER).problem()).isEqualTo("not-found");
    }

    @Test
    void aRemovalThatWasDeletedFromTheDatabaseStillHolds() {
        admin().put("/v1/orgs/acme/users/bob", "{}");
        admin().delete("/v1/orgs/acme/users/bob");
        sql("DELETE FROM record WHERE state = 'removed'");

        assertThat(admin().get("/v1/orgs/acme/users/bob").problem()).isEqualTo("not-found");
    }

    @Test
    void aRenamedRowIsNotFoundByItsNewName() {
        admin().put("/v1/orgs/acme/users/carol", "{}");
        sql("UPDATE record_row SET name = 'root' WHERE name = 'carol'");

        assertThat(admin().get("/v1/orgs/acme/users/root").problem()).isEqualTo("not-found");
    }

    @Test
    void aRowWithoutALeafGrantsNothing() {
        sql(
                "INSERT INTO record_row (id, kind, scope, name) SELECT gen_random_uuid(), kind,"
                        + " scope, 'planted' FROM record_row WHERE name = 'alice'");
        sql(
                "INSERT INTO record (leaf_id, row_id, version, org, state, document, salt,"
                        + " created_at) SELECT gen_random_uuid(), (SELECT id FROM record_row WHERE"
                        + " name = 'planted'), 1, org, 'set', convert_to('{\"name\":\"planted\","
                        + "\"value\":{\"display_name\":\"\",\"email\":\"\"}}', 'UTF8'), salt, now()"
                        + " FROM record LIMIT 1");

        assertThat(admin().get("/v1/orgs/acme/users/planted").problem()).isEqualTo("not-found");
        assertThat(admin().get("/v1/orgs/acme/users").text()).doesNotContain("planted");
    }
}
