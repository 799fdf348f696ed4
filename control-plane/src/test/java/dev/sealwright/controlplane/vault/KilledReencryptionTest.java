package dev.sealwright.controlplane.vault;

import static dev.sealwright.controlplane.vault.People.body;
import static dev.sealwright.controlplane.vault.People.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.ServiceProcess;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.SecretHistory;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.secret.SealedSecret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The service, its key service within, dies by SIGKILL while secrets move to a new version of their
 * organisation's key, and is started again on the same folder: all of them arrive, each opens, the
 * log contradicts itself nowhere.
 */
class KilledReencryptionTest {
    @RegisterExtension
    static final ServiceProcess SERVICE =
            new ServiceProcess().with("SEALWRIGHT_REENCRYPTION_PER_SECOND", "4");

    private static final int SECRETS = 12;
    private static final String KEY = "/v1/orgs/platform/encryption-key";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More of them make a longer test: {@code -Dsealwright.kills=100}. */
    private static final int KILLS = Integer.getInteger("sealwright.kills", 1);

    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);

    private static final Map<String, Bytes> VALUES = new HashMap<>();

    /** How far a part has come when the service is killed, as the database tells. */
    private enum Moment {
        KEPT("SELECT count(*) FROM secret_reseal"),
        IN_THE_LOG("SELECT count(*) FROM secret_reseal s JOIN log_entry l ON l.id = s.leaf_id"),
        SIGNED("SELECT count(*) FROM secret_reseal s JOIN log_released r ON r.id = s.leaf_id"),
        MOVED(
                "SELECT count(*) FROM secret_version v WHERE v.kek <>"
                        + " (SELECT kek FROM secret_version ORDER BY leaf_id DESC LIMIT 1)");

        private final String count;

        Moment(String count) {
            this.count = count;
        }
    }

    @BeforeAll
    static void secrets() {
        must(
                SERVICE.admin()
                        .put(
                                "/v1/orgs/platform/role-bindings/opens",
                                "{\"user\":\"first-admin\",\"role\":\"ADMIN\",\"may_unseal\":[\"*\"]}"));
        Random random = new Random(SEED);
        for (int i = 0; i < SECRETS; i++) {
            byte[] value = new byte[i % 4 == 0 ? 100_000 : 100];
            random.nextBytes(value);
            VALUES.put("s" + i, Bytes.of(value));
            must(SERVICE.admin().put(secret("s" + i), "{}"));
            must(SERVICE.admin().post(secret("s" + i) + "/versions", body(Bytes.of(value))));
        }
    }

    private static String secret(String name) {
        return "/v1/orgs/platform/secrets/" + name;
    }

    private static long count(Connection connection, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Json progress() {
        return must(SERVICE.admin().get(KEY)).json().at("reencryption");
    }

    private static long rotated() {
        return must(SERVICE.admin().post(KEY + "/rotation")).json().number("latest_version");
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void killedAtEachStepItGoesOn(Moment moment) throws Exception {
        try (Connection connection = SERVICE.database().getConnection()) {
            long version = rotated();
            long end = System.nanoTime() + PATIENCE.toNanos();
            long before = moment == Moment.MOVED ? count(connection, moment.count) : 0;
            while (count(connection, moment.count) == before && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            SERVICE.kill();
            arrives(connection, version);
        }
    }

    @Test
    void killedAtAnyMomentItGoesOn() throws Exception {
        Random random = new Random(SEED);
        try (Connection connection = SERVICE.database().getConnection()) {
            for (int i = 0; i < KILLS; i++) {
                long version = rotated();
                TimeUnit.MILLISECONDS.sleep(random.nextLong(4_000));
                SERVICE.kill();
                arrives(connection, version);
            }
        }
    }

    private static void arrives(Connection connection, long version) throws SQLException {
        assertThat(SERVICE.isAlive()).isFalse();
        SERVICE.start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!progress().text("state").equals("done")) {
            assertThat(System.nanoTime()).as(progress().node().toString()).isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(progress().number("total")).isEqualTo(SECRETS);
        assertThat(must(SERVICE.admin().get(KEY)).json().number("latest_version"))
                .isEqualTo(version);
        Set<Bytes> keys = new HashSet<>();
        VALUES.forEach(
                (name, value) -> {
                    keys.add(sealed(name).key());
                    assertThat(opened(name)).as(name).isEqualTo(value);
                });
        assertThat(keys).hasSize(1);
        assertThat(count(connection, "SELECT count(*) FROM secret_reseal")).isZero();
        nothingIsBroken(connection);
    }

    private static SealedSecret sealed(String name) {
        return SealedSecret.decode(
                Bytes.fromBase64Url(
                        must(SERVICE.admin().get(secret(name) + "/versions/1/sealed"))
                                .json()
                                .text("blob")));
    }

    private static Bytes opened(String name) {
        return Bytes.fromBase64Url(
                must(SERVICE.admin().post(secret(name) + "/versions/1/unseal"))
                        .json()
                        .text("value"));
    }

    private static void nothingIsBroken(Connection connection) throws SQLException {
        Json integrity = SERVICE.admin().get("/audit/integrity").json();
        assertThat(integrity.flag("verified")).as(integrity.node().toString()).isTrue();
        SecretHistory history = new SecretHistory();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT leaf FROM log_entry ORDER BY index")) {
            while (rows.next()) {
                assertThat(history.add(LeafCodec.decode(Bytes.of(rows.getBytes(1))))).isEmpty();
            }
        }
    }
}
