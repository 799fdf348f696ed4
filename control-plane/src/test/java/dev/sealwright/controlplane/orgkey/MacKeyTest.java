package dev.sealwright.controlplane.orgkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Moves;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The key that API keys stand under, as PLATFORM rotates it and their holders meet that. */
class MacKeyTest {
    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.cryptoperiods.originator-days", "mac=3")
                    .with("sealwright.cryptoperiods.warn-days", "1");

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private static final String KEY = "/v1/mac-key";
    private static final String VERSIONS = KEY + "/versions";
    private static final String MINTING = "/v1/orgs/acme/bootstraps";

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
        return answer;
    }

    private static List<Json> versions() {
        return ok(SERVICE.admin().get(VERSIONS)).json().items("items");
    }

    private static Json version(long number) {
        return versions().get((int) number - 1);
    }

    private static long newest() {
        return versions().getLast().number("version");
    }

    private static long rotate() {
        Answer rotated = ok(SERVICE.admin().post(KEY + "/rotation"));
        assertThat(rotated.header("Sealwright-Receipt")).startsWith("index=");
        return rotated.json().number("version");
    }

    /** The API key of a new administrator of acme by that name. */
    private static Client user(String name) {
        Client admin = SERVICE.admin();
        String base = "/v1/orgs/acme";
        ok(admin.put(base + "/users/" + name, "{}"));
        ok(
                admin.put(
                        base + "/role-bindings/" + name,
                        String.format(Locale.ROOT, "{\"user\":\"%s\",\"role\":\"ADMIN\"}", name)));
        String text = "sw_" + Sha256.of(Bytes.utf8(name)).base64Url();
        ok(
                admin.put(
                        base + "/api-keys/" + name,
                        String.format(
                                Locale.ROOT,
                                "{\"user\":\"%s\",\"secret_sha256\":\"%s\"}",
                                name,
                                Sha256.of(Bytes.utf8(text)).base64Url())));
        return SERVICE.people().withKey(text);
    }

    private static boolean isKnown(Client user) {
        return user.get("/v1/whoami").status() == 200;
    }

    /**
     * Presents the keys and has them moved. Twice, as a move is of the row as it was found: what
     * the service does by itself meanwhile may come before it.
     */
    private static void move(Client... users) {
        for (int round = 0; round < 2; round++) {
            for (Client user : users) {
                assertThat(isKnown(user)).isTrue();
            }
            Moves.now(SERVICE);
        }
    }

    private static long rowVersion(String apiKey) {
        return ok(SERVICE.admin().get("/v1/orgs/acme/api-keys/" + apiKey)).json().number("version");
    }

    private static void sql(String statement) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement edit = connection.createStatement()) {
            assertThat(edit.executeUpdate(statement)).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String minting() {
        return String.format(
                Locale.ROOT,
                "{\"sandbox_spec\":\"agent\",\"public_key\":\"%s\"}",
                TestHost.seed().publicKey().base64Url());
    }

    @Test
    void anApiKeyIsGoodUnderItsVersionAndMovesToTheNewestWhenItIsUsed() {
        Client used = user("used");
        Client sleeping = user("sleeping");
        long old = newest();
        long before = rowVersion("used");
        Moves.now(SERVICE);
        long standing = version(old).number("api_keys");
        long young = rotate();
        assertThat(young).isEqualTo(old + 1);
        assertThat(version(old).text("state")).isEqualTo("deactivated");
        assertThat(version(young).text("state")).isEqualTo("active");
        assertThat(version(young).number("receipt_index")).isPositive();

        move(used, SERVICE.admin());

        assertThat(rowVersion("used")).isEqualTo(before + 1);
        assertThat(version(young).number("api_keys")).isEqualTo(2);
        assertThat(version(old).number("api_keys")).isEqualTo(standing - 2).isPositive();
        assertThat(isKnown(used)).isTrue();
        assertThat(rowVersion("used")).isEqualTo(before + 1);
        assertThat(rowVersion("sleeping")).isEqualTo(1);
        assertThat(isKnown(sleeping)).isTrue();
        assertThat(SERVICE.admin().get("/audit/entries?kind=org-key-version").text())
                .contains("org-key-version");
        assertThat(ok(SERVICE.admin().get("/audit/integrity")).json().flag("verified")).isTrue();
    }

    @Test
    void whatIsNewStandsUnderTheNewestVersion() {
        long young = rotate();
        long before = version(young).number("api_keys");
        assertThat(isKnown(user("new"))).isTrue();
        assertThat(version(young).number("api_keys")).isGreaterThan(before);
    }

    @Test
    void aKeptAnswerFromBeforeARotationIsGivenAgainAfterIt() {
        Client once = SERVICE.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        String body = minting();
        Answer first = ok(once.post(MINTING, body));
        assertThat(version(newest()).number("kept_answers")).isPositive();

        rotate();

        Answer again = ok(once.post(MINTING, body));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(once.post(MINTING, minting()).problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void anOldVersionIsEndedByForceAloneWhileAnythingStandsUnderIt() {
        Client sleeper = user("sleeper");
        long old = newest();
        rotate();
        String path = VERSIONS + "/" + old;
        for (Answer refused :
                List.of(
                        SERVICE.admin().put(path, "{\"enabled\":false}"),
                        SERVICE.admin().delete(path),
                        SERVICE.admin().delete(path + "?force=false"))) {
            assertThat(refused.problem()).isEqualTo("conflict");
            assertThat(refused.json().text("detail")).containsPattern("^[1-9]\\d* API keys and ");
        }
        assertThat(SERVICE.admin().delete(path + "?force=yes").problem())
                .isEqualTo("invalid-request");
        assertThat(isKnownAgain(sleeper, path)).isTrue();
    }

    /** Ends the version, sees the key refused, and takes the end back. */
    private static boolean isKnownAgain(Client sleeper, String path) {
        String tag = ok(SERVICE.admin().get(path)).header("ETag");
        Answer off = ok(SERVICE.admin().put(path + "?force=true", "{\"enabled\":false}"));
        assertThat(off.json().text("state")).isEqualTo("disabled");
        assertThat(off.header("ETag")).isNotEmpty().isNotEqualTo(tag);
        assertThat(SERVICE.admin().with("If-Match", tag).delete(path + "?force=true").problem())
                .isEqualTo("precondition-failed");
        assertThat(sleeper.get("/v1/whoami").problem()).isEqualTo("unauthenticated");
        ok(SERVICE.admin().put(path, "{\"enabled\":true}"));
        Answer end = ok(SERVICE.admin().delete(path + "?force=true&destroy_after_seconds=86400"));
        assertThat(end.json().text("state")).isEqualTo("destruction-scheduled");
        assertThat(sleeper.get("/v1/whoami").problem()).isEqualTo("unauthenticated");
        ok(SERVICE.admin().post(path + "/restoration"));
        return isKnown(sleeper);
    }

    @Test
    void whatWasKeptUnderAVersionThatEndedIsNotDoneAgain() {
        Client once = SERVICE.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        String body = minting();
        ok(once.post(MINTING, body));
        String path = VERSIONS + "/" + newest();
        rotate();
        ok(SERVICE.admin().put(path + "?force=true", "{\"enabled\":false}"));
        Answer again = once.post(MINTING, body);
        assertThat(again.problem()).isEqualTo("idempotency-key-reused");
        assertThat(again.text()).contains("was ended");
        ok(SERVICE.admin().put(path, "{\"enabled\":true}"));
        assertThat(ok(once.post(MINTING, body)).header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aVersionThatNothingNeedsIsDestroyedAndTheServiceStartsWithoutIt() {
        // Keys of other tests would be moved to the version that is to end.
        Moves.now(SERVICE);
        long ending = rotate();
        long young = rotate();
        move(SERVICE.admin());
        assertThat(version(ending).number("api_keys")).isZero();
        String path = VERSIONS + "/" + ending;
        assertThat(SERVICE.admin().delete(VERSIONS + "/" + young).problem()).isEqualTo("conflict");
        ok(SERVICE.admin().delete(path + "?destroy_after_seconds=86400"));
        Duration wait = Duration.ofDays(1).plusSeconds(1);
        SERVICE.clock().advance(wait);
        try {
            Rounds.destroy(SERVICE);
            assertThat(version(ending).text("state")).isEqualTo("destroyed");
        } finally {
            SERVICE.clock().advance(wait.negated());
        }
        assertThat(SERVICE.admin().get("/v1/keys").text())
                .doesNotContain("\"mac-" + ending + "\"")
                .contains("\"mac-" + young + "\"");
        assertThat(SERVICE.admin().put(path, "{\"enabled\":true}").problem()).isEqualTo("conflict");
        SERVICE.stop();
        SERVICE.start();
        assertThat(isKnown(SERVICE.admin())).isTrue();
        assertThat(newest()).isEqualTo(young);
    }

    @Test
    void aKeyIsKnownAtEveryMomentWhileItMoves() throws Exception {
        Client user = user("restless");
        for (int round = 0; round < 5; round++) {
            rotate();
            AtomicBoolean moving = new AtomicBoolean(true);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Boolean>> callers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    callers.add(threads.submit(() -> alwaysKnown(user, moving)));
                }
                move(user);
                moving.set(false);
                for (Future<Boolean> caller : callers) {
                    assertThat(caller.get()).isTrue();
                }
            }
        }
    }

    private static boolean alwaysKnown(Client user, AtomicBoolean moving) {
        boolean known = true;
        while (moving.get()) {
            known &= isKnown(user);
        }
        return known;
    }

    @Test
    void anotherVersionInARowGainsNothing() {
        Client victim = user("victim");
        long old = newest();
        long young = rotate();
        move(victim);
        assertThat(rowVersion("victim")).isEqualTo(2);
        String row = "row_id IN (SELECT id FROM record_row WHERE name = 'victim') AND version = 2";
        String renumbered =
                "UPDATE record SET document = convert_to(replace(convert_from(document, 'UTF8'),"
                        + " '\"mac_version\":%d', '\"mac_version\":%d'), 'UTF8') WHERE "
                        + row;
        sql(String.format(Locale.ROOT, renumbered, young, old));
        bump();
        assertThat(victim.get("/v1/whoami").problem()).isEqualTo("unauthenticated");
        sql(String.format(Locale.ROOT, renumbered, old, young));
        bump();
        assertThat(isKnown(victim)).isTrue();
        sql(
                "UPDATE record n SET document = o.document, salt = o.salt, lookup = o.lookup FROM"
                        + " record o WHERE o.row_id = n.row_id AND o.version = 1 AND n.version = 2"
                        + " AND n.row_id IN (SELECT id FROM record_row WHERE name = 'victim')");
        bump();
        assertThat(victim.get("/v1/whoami").problem()).isEqualTo("unauthenticated");

        String key = UUID.randomUUID().toString();
        Client once = SERVICE.admin().with("Idempotency-Key", key);
        String body = minting();
        ok(once.post(MINTING, body));
        sql("UPDATE idempotent_request SET mac_version = " + old + " WHERE key = '" + key + "'");
        assertThat(once.post(MINTING, body).problem()).isEqualTo("idempotency-key-reused");
    }

    /** What is remembered of API keys is looked up again after a change of any. */
    private static void bump() {
        user("bump-" + UUID.randomUUID());
    }

    @Test
    void whatIsKeptStandsUnderAnOlderVersionForADayWhateverTheRowSays() {
        String key = UUID.randomUUID().toString();
        Client once = SERVICE.admin().with("Idempotency-Key", key);
        String body = minting();
        ok(once.post(MINTING, body));
        sql(
                "UPDATE idempotent_request SET expires_at = expires_at + interval '9 days'"
                        + " WHERE key = '"
                        + key
                        + "'");
        rotate();
        Duration day = Duration.ofDays(1);
        SERVICE.clock().advance(day);
        try {
            assertThat(ok(once.post(MINTING, body)).header("Idempotency-Replayed"))
                    .isEqualTo("true");
            SERVICE.clock().advance(Duration.ofMinutes(3));
            day = day.plusMinutes(3);
            assertThat(once.post(MINTING, body).text()).contains("was ended");
        } finally {
            SERVICE.clock().advance(day.negated());
        }
    }

    @Test
    void aRotationThatIsAskedForAgainIsTheSame() {
        Client once = SERVICE.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = ok(once.post(KEY + "/rotation"));
        assertThat(ok(once.post(KEY + "/rotation")).text()).isEqualTo(first.text());
        assertThat(newest()).isEqualTo(first.json().number("version"));
    }

    @Test
    void theInventoryAndThePeriodsFollowTheVersions() {
        long young = rotate();
        Json key = ok(SERVICE.admin().get("/v1/keys/mac-" + young)).json();
        assertThat(key.text("purpose")).isEqualTo("mac");
        assertThat(key.number("version")).isEqualTo(young);
        assertThat(key.text("state")).isEqualTo("active");
        assertThat(ok(SERVICE.admin().get("/v1/keys/mac")).json().text("state"))
                .isEqualTo("deactivated");
        assertThat(key.text("originator_ends_at"))
                .isEqualTo(version(young).text("originator_ends_at"));
        Duration later = Duration.ofDays(2).plusHours(1);
        SERVICE.clock().advance(later);
        try {
            assertThat(version(young).text("warning")).contains("period ends at");
        } finally {
            SERVICE.clock().advance(later.negated());
        }
    }

    @Test
    void onlyPlatformRotatesAndEnds() {
        Client anna = user("anna");
        assertThat(anna.post(KEY + "/rotation").problem()).isEqualTo("not-found");
        assertThat(anna.delete(VERSIONS + "/1?force=true").problem()).isEqualTo("not-found");
        assertThat(SERVICE.people().post(KEY + "/rotation").problem()).isEqualTo("unauthenticated");
        assertThat(SERVICE.admin().delete(VERSIONS + "/9999").problem()).isEqualTo("not-found");
        assertThat(SERVICE.admin().delete(VERSIONS + "/one").problem()).isEqualTo("not-found");
    }
}
