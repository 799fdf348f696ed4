package dev.sealwright.controlplane.vault;

import static dev.sealwright.controlplane.vault.People.body;
import static dev.sealwright.controlplane.vault.People.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.orgkey.Rounds;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgKeyHistory;
import dev.sealwright.protocol.history.SecretHistory;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.secret.SealedSecret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of the key that an organisation's secrets are sealed under, through its users' door. */
class KeyRotationTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final People PEOPLE = new People(SERVICE);
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    /** An organisation with who may do what. */
    private record Acme(String name, Client admin, Client reader, Client auditor) {
        static Acme called(String name) {
            PEOPLE.org(name);
            return new Acme(
                    name,
                    PEOPLE.user(name, "admin", "ADMIN", "[]"),
                    PEOPLE.user(name, "reader", "DEVELOPER", "[\"*\"]"),
                    PEOPLE.user(name, "auditor", "AUDITOR", "[]"));
        }

        String key() {
            return "/v1/orgs/" + name + "/encryption-key";
        }

        String secret(String secret) {
            return "/v1/orgs/" + name + "/secrets/" + secret;
        }

        long put(String secret, Bytes value) {
            must(reader.put(secret(secret), "{}"));
            return must(reader.post(secret(secret) + "/versions", body(value)))
                    .json()
                    .number("version");
        }

        Bytes opened(String secret, long version) {
            return Bytes.fromBase64Url(
                    must(reader.post(secret(secret) + "/versions/" + version + "/unseal"))
                            .json()
                            .text("value"));
        }

        Answer rotate() {
            return must(admin.post(key() + "/rotation"));
        }

        Json progress() {
            return must(auditor.get(key())).json().at("reencryption");
        }

        void awaitState(String state) {
            await(() -> progress().text("state").equals(state));
        }

        SealedSecret sealed(String secret, long version) {
            return SealedSecret.decode(
                    Bytes.fromBase64Url(
                            must(auditor.get(secret(secret) + "/versions/" + version + "/sealed"))
                                    .json()
                                    .text("blob")));
        }

        Json version(long number) {
            return must(auditor.get(key() + "/versions"))
                    .json()
                    .items("items")
                    .get((int) number - 1);
        }

        Answer enable(long version, boolean enabled) {
            return admin.put(
                    key() + "/versions/" + version,
                    String.format(Locale.ROOT, "{\"enabled\":%s}", enabled));
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            SERVICE.bean(Reencryption.class).round();
        }
    }

    private static int sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement edit = connection.createStatement()) {
            return edit.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRotationMovesEverySecretAndLosesNone() {
        Acme acme = Acme.called("moves");
        Map<String, Bytes> values = new HashMap<>();
        Random random = new Random(20_261_126);
        for (int i = 0; i < 25; i++) {
            byte[] value = new byte[1 + random.nextInt(i % 5 == 0 ? 200_000 : 4_000)];
            random.nextBytes(value);
            values.put("s" + i, Bytes.of(value));
            acme.put("s" + i, Bytes.of(value));
        }
        Bytes before = acme.sealed("s0", 1).key();

        Answer rotated = acme.rotate();

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(rotated.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(rotated.json().number("latest_version")).isEqualTo(2);
        acme.put("after", Bytes.utf8("sealed after the rotation"));
        Bytes after = acme.sealed("after", 1).key();
        assertThat(after).isNotEqualTo(before);
        acme.awaitState("done");
        assertThat(acme.progress().number("total")).isEqualTo(26);
        assertThat(acme.progress().number("done")).isEqualTo(26);
        values.forEach(
                (name, value) -> {
                    assertThat(acme.sealed(name, 1).key()).isEqualTo(after);
                    assertThat(acme.opened(name, 1)).isEqualTo(value);
                });
        assertThat(acme.version(1).text("state")).isEqualTo("deactivated");
        assertThat(acme.version(2).text("state")).isEqualTo("active");
        nothingInTheLogContradictsItself();
    }

    @Test
    void theNewFormIsProvenByItsLeafAndOpensForTheExport() {
        Acme acme = Acme.called("proven");
        acme.put("db", Bytes.utf8("correct horse"));
        acme.rotate();
        acme.awaitState("done");

        Json sealed = must(acme.auditor().get(acme.secret("db") + "/versions/1/sealed")).json();

        SecretBody.Reseal leaf =
                new ReceiptVerifier(SERVICE.anchors())
                        .verify(
                                Bytes.fromBase64Url(sealed.text("leaf")),
                                Receipt.parse(sealed.text("receipt")))
                        .expect(SecretBody.Reseal.class);
        SealedSecret blob = SealedSecret.decode(Bytes.fromBase64Url(sealed.text("blob")));
        assertThat(leaf.next()).isEqualTo(blob.digest());
        assertThat(
                        must(acme.auditor().get("/audit/entries?org=proven&kind=reseal"))
                                .json()
                                .items("items"))
                .hasSize(1);
        assertThat(
                        must(acme.auditor().get("/audit/entries?org=proven&kind=org-key-version"))
                                .json()
                                .items("items"))
                .hasSize(1);
    }

    @Test
    void aRotationThatIsAskedForAgainIsTheSame() {
        Acme acme = Acme.called("again");
        acme.put("db", Bytes.utf8("x"));
        Client once = acme.admin().with("Idempotency-Key", "rotation-1");
        Answer first = must(once.post(acme.key() + "/rotation"));
        Answer second = must(once.post(acme.key() + "/rotation"));
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(must(acme.auditor().get(acme.key())).json().number("latest_version"))
                .isEqualTo(2);
        acme.rotate();
        acme.awaitState("done");
        assertThat(acme.sealed("db", 1).key()).isEqualTo(keyOf(acme, 3));
        assertThat(acme.opened("db", 1)).isEqualTo(Bytes.utf8("x"));
    }

    private static Bytes keyOf(Acme acme, long version) {
        acme.put("probe", Bytes.utf8("p"));
        assertThat(acme.version(version).flag("seals")).isTrue();
        return acme.sealed("probe", 1).key();
    }

    @Test
    void anOldVersionEndsOnceNothingNeedsIt() {
        Acme acme = Acme.called("ends");
        acme.put("db", Bytes.utf8("correct horse"));
        acme.rotate();
        acme.awaitState("done");

        assertThat(must(acme.enable(1, false)).json().text("state")).isEqualTo("disabled");
        assertThat(acme.opened("db", 1)).isEqualTo(Bytes.utf8("correct horse"));
        assertThat(must(acme.enable(1, true)).json().text("state")).isEqualTo("deactivated");
        String first = acme.key() + "/versions/1";
        Answer scheduled = acme.admin().delete(first + "?destroy_after_seconds=86400");
        assertThat(scheduled.status()).isEqualTo(202);
        assertThat(scheduled.json().text("state")).isEqualTo("destruction-scheduled");
        assertThat(must(acme.admin().post(first + "/restoration")).json().text("state"))
                .isEqualTo("deactivated");
        must(acme.admin().delete(first + "?destroy_after_seconds=86400"));
        Duration wait = Duration.ofDays(1).plusSeconds(1);
        SERVICE.clock().advance(wait);
        try {
            Rounds.destroy(SERVICE);
            assertThat(acme.version(1).text("state")).isEqualTo("destroyed");
        } finally {
            SERVICE.clock().advance(wait.negated());
        }
        assertThat(acme.opened("db", 1)).isEqualTo(Bytes.utf8("correct horse"));
        assertThat(acme.admin().post(first + "/restoration").status()).isEqualTo(409);
        assertThat(must(SERVICE.admin().get("/v1/keys")).text())
                .doesNotContain("\"" + acme.version(1).text("label") + "\"")
                .contains("\"" + acme.version(2).text("label") + "\"");
    }

    @Test
    void aVersionThatSomethingNeedsIsNotEnded() {
        Acme acme = Acme.called("needed");
        acme.put("db", Bytes.utf8("correct horse"));
        acme.put("db", Bytes.utf8("battery staple"));
        Answer sealing = acme.enable(1, false);
        assertThat(sealing.status()).isEqualTo(409);
        assertThat(sealing.text()).contains("Rotate the key first");
        sql("UPDATE secret_version SET damaged_at = now() + interval '1 day' WHERE version = 2");
        acme.rotate();
        acme.awaitState("blocked");

        assertThat(acme.progress().number("damaged")).isEqualTo(1);
        Answer needed = acme.admin().delete(acme.key() + "/versions/1");
        assertThat(needed.status()).isEqualTo(409);
        assertThat(needed.text()).contains("Still needed by: version 2 of db");
        assertThat(acme.enable(1, false).status()).isEqualTo(409);
        sql("UPDATE secret_version SET damaged_at = NULL");
        SERVICE.clock().advance(Duration.ofMinutes(1));
        acme.awaitState("done");
        must(acme.enable(1, false));
    }

    /** What somebody can do about it who writes to the database: stop it, and nothing else. */
    @Test
    void anEditedDatabaseNeitherPlantsNorEndsWhatIsNeeded() {
        Acme acme = Acme.called("edited");
        acme.put("mine", Bytes.utf8("the right value"));
        acme.put("other", Bytes.utf8("another value"));
        acme.rotate();
        acme.awaitState("done");
        acme.put("late", Bytes.utf8("sealed late"));
        acme.rotate();
        acme.awaitState("done");
        String mine = "(SELECT id FROM record_row WHERE kind = 'secret' AND name = 'mine')";
        String other = "(SELECT id FROM record_row WHERE kind = 'secret' AND name = 'other')";

        sql(
                "UPDATE secret_version SET blob = (SELECT blob FROM secret_version WHERE secret = "
                        + other
                        + ") WHERE secret = "
                        + mine);

        assertThat(acme.reader().post(acme.secret("mine") + "/versions/1/unseal").problem())
                .isEqualTo("secret-damaged");
        Answer ended = acme.admin().delete(acme.key() + "/versions/1");
        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.text()).contains("version 1 of mine is damaged");
    }

    @Test
    void onlyAnAdminChangesAndNobodyElsesKeyIsSeen() {
        Acme acme = Acme.called("rights");
        Acme other = Acme.called("rights-other");
        assertThat(acme.admin().post(acme.key() + "/rotation").status()).isEqualTo(409);
        assertThat(must(acme.auditor().get(acme.key())).json().number("latest_version")).isZero();
        assertThat(must(acme.auditor().get(acme.key() + "/versions")).json().items("items"))
                .isEmpty();
        acme.put("db", Bytes.utf8("x"));
        assertThat(acme.reader().post(acme.key() + "/rotation").status()).isEqualTo(403);
        assertThat(acme.auditor().delete(acme.key() + "/versions/1").status()).isEqualTo(403);
        assertThat(other.admin().get(acme.key()).status()).isEqualTo(404);
        assertThat(acme.enable(7, false).status()).isEqualTo(404);
        assertThat(acme.admin().put(acme.key() + "/versions/1", "{}").status()).isEqualTo(422);
        acme.rotate();
        assertThat(
                        acme.admin()
                                .delete(acme.key() + "/versions/1?destroy_after_seconds=60")
                                .status())
                .isEqualTo(422);
    }

    @Test
    void aShreddedVersionIsNotMoved() {
        Acme acme = Acme.called("shreds");
        acme.put("db", Bytes.utf8("gone"));
        acme.put("db", Bytes.utf8("stays"));
        must(acme.reader().delete(acme.secret("db") + "/versions/1"));
        acme.rotate();
        acme.awaitState("done");
        assertThat(acme.progress().number("total")).isEqualTo(1);
        assertThat(acme.opened("db", 2)).isEqualTo(Bytes.utf8("stays"));
        must(acme.reader().delete(acme.secret("db") + "/versions/2"));
        assertThat(acme.reader().post(acme.secret("db") + "/versions/2/unseal").problem())
                .isEqualTo("secret-destroyed");
        nothingInTheLogContradictsItself();
    }

    /** Whoever looked at a version before another moved it has nothing to say of it any more. */
    @Test
    void whatWasMovedMeanwhileIsNotCalledDamaged() {
        Acme acme = Acme.called("meanwhile");
        acme.put("db", Bytes.utf8("x"));
        SealedSecret before = acme.sealed("db", 1);
        UUID leaf = leafOf(before.encode());
        acme.rotate();
        acme.awaitState("done");

        SERVICE.bean(Storage.class)
                .write(
                        connection -> {
                            ResealTable.damaged(connection, leaf, before.encode(), Instant.now());
                            ResealTable.under(connection, leaf, before.encode(), before.key());
                            return leaf;
                        });

        assertThat(acme.progress().text("state")).isEqualTo("done");
        assertThat(acme.progress().number("damaged")).isZero();
    }

    private static UUID leafOf(Bytes blob) {
        return SERVICE.bean(Storage.class)
                .read(
                        connection ->
                                Sql.of(
                                                connection,
                                                "SELECT leaf_id FROM secret_version WHERE blob = ?")
                                        .with(blob)
                                        .only(row -> row.uuid("leaf_id")));
    }

    @Test
    void theProgressIsMeasured() {
        Acme acme = Acme.called("measured");
        acme.put("db", Bytes.utf8("x"));
        acme.rotate();
        acme.awaitState("done");
        String metrics = must(SERVICE.admin().get("/metrics")).text();
        assertThat(metrics)
                .contains("sealwright_reencryption_remaining")
                .contains("sealwright_reencryption_moved_total");
    }

    private static void nothingInTheLogContradictsItself() {
        SecretHistory secrets = new SecretHistory();
        OrgKeyHistory keys = new OrgKeyHistory();
        long index = 0;
        boolean rotated = false;
        for (Bytes leaf : logged()) {
            Leaf decoded = LeafCodec.decode(leaf);
            rotated |= decoded.body() instanceof OrgKeyBody.Version;
            assertThat(secrets.add(decoded)).as("leaf " + index).isEmpty();
            assertThat(keys.add(decoded)).as("leaf " + index++).isEmpty();
        }
        assertThat(rotated).isTrue();
    }

    private static List<Bytes> logged() {
        List<Bytes> found = new ArrayList<>();
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT leaf FROM log_entry ORDER BY index")) {
            while (rows.next()) {
                found.add(Bytes.of(rows.getBytes(1)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }
}
