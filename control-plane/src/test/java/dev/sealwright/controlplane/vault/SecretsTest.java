package dev.sealwright.controlplane.vault;

import static dev.sealwright.controlplane.vault.People.body;
import static dev.sealwright.controlplane.vault.People.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.Orgs;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.SecretHistory;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.testkit.Canary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secrets through the door that their users take. */
class SecretsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @RegisterExtension final Canary canary = new Canary();

    private static final String SECRETS = "/v1/orgs/acme/secrets";
    private static final Bytes VALUE = Bytes.utf8("hunter2 the canary");
    private static final People PEOPLE = new People(SERVICE);

    private static Client admin;
    private static Client developer;
    private static Client auditor;
    private static Client agent;
    private static Client reader;

    @BeforeAll
    static void anOrganisation() {
        PEOPLE.org("acme");
        PEOPLE.org("other");
        admin = PEOPLE.user("acme", "admin", "ADMIN", "[]");
        developer = PEOPLE.user("acme", "developer", "DEVELOPER", "[]");
        auditor = PEOPLE.user("acme", "auditor", "AUDITOR", "[]");
        agent = PEOPLE.user("acme", "agent", "AGENT", "[\"ci-*\",\"db\"]");
        reader = PEOPLE.user("acme", "reader", "DEVELOPER", "[\"*\"]");
    }

    private static String secret(String name) {
        must(developer.put(SECRETS + "/" + name, "{\"description\":\"for tests\"}"));
        return SECRETS + "/" + name;
    }

    private static Answer add(String secret, Bytes value) {
        return must(developer.post(secret + "/versions", body(value)));
    }

    private static Answer unseal(Client by, String secret, String version) {
        return by.post(secret + "/versions/" + version + "/unseal");
    }

    private static Bytes opened(String secret, String version) {
        return Bytes.fromBase64Url(must(unseal(reader, secret, version)).json().text("value"));
    }

    private static String audited(String kind) {
        return must(auditor.get("/audit/entries?org=acme&kind=" + kind)).text();
    }

    @Test
    void aSealedValueComesBackToWhomABindingNamesIt() {
        String secret = secret("db");
        add(secret, VALUE);

        Answer answer = unseal(agent, secret, "latest");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Bytes.fromBase64Url(answer.json().text("value"))).isEqualTo(VALUE);
        assertThat(answer.json().number("version")).isEqualTo(1);
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void bothLeavesAreProvenToWhoeverHoldsTheRoot() {
        String secret = secret("proven");
        Json added = add(secret, VALUE).json();
        Json opened = must(unseal(reader, secret, "1")).json();
        ReceiptVerifier verifier = new ReceiptVerifier(SERVICE.anchors());

        VerifiedLeaf seal = verified(verifier, added);
        VerifiedLeaf unseal = verified(verifier, opened);

        Bytes blob = seal.expect(SecretBody.Seal.class).blob();
        assertThat(blob).isEqualTo(Bytes.fromBase64Url(added.text("blob_sha256")));
        assertThat(unseal.expect(SecretBody.Unseal.class, seal.leaf().org()).blob())
                .isEqualTo(blob);
        assertThat(seal.index()).isLessThan(unseal.index());
    }

    private static VerifiedLeaf verified(ReceiptVerifier verifier, Json answer) {
        return verifier.verify(
                Bytes.fromBase64Url(answer.text("leaf")), Receipt.parse(answer.text("receipt")));
    }

    @Test
    void noRoleOpensASecretByItself() {
        String secret = secret("private");
        add(secret, VALUE);

        for (Client client : List.of(admin, developer, auditor, agent)) {
            Answer answer = unseal(client, secret, "1");
            assertThat(answer.problem()).as(answer.text()).isEqualTo("forbidden");
            assertThat(answer.json().text("detail")).contains("may_unseal");
        }
        assertThat(unseal(SERVICE.admin(), secret, "1").problem()).isEqualTo("forbidden");
    }

    @Test
    void aBindingNamesSecretsByTheirBeginning() {
        String named = secret("ci-token");
        String other = secret("cd-token");
        add(named, VALUE);
        add(other, VALUE);

        assertThat(unseal(agent, named, "1").status()).isEqualTo(200);
        assertThat(unseal(agent, other, "1").problem()).isEqualTo("forbidden");
    }

    @Test
    void aRefusalIsLoggedOnceAMinute() {
        String secret = secret("refused");
        add(secret, VALUE);
        for (int i = 0; i < 3; i++) {
            assertThat(unseal(developer, secret, "1").status()).isEqualTo(403);
        }

        String entries = audited("secret.refused");

        assertThat(entries).contains("developer");
        assertThat(entries.split("\\\\\"refused\\\\\"", -1)).hasSize(2);
    }

    @Test
    void eachOpeningIsALeafThatTellsWhoAsked() {
        String secret = secret("watched");
        add(secret, VALUE);
        unseal(reader, secret, "1");

        assertThat(audited("unseal"))
                .contains("\\\"secret\\\":\\\"watched\\\"", "\\\"actor\\\":\\\"reader\\\"");
    }

    @Test
    void noAnswerNoTableAndNoLogLineShowsAValue() throws SQLException {
        String secret = secret("hidden");
        Bytes value = Bytes.utf8(canary.secret());
        StringBuilder answers = new StringBuilder(add(secret, value).text());
        canary.watch("an answer", answers::toString);

        for (String path : List.of("", "/versions", "/versions/1/sealed")) {
            answers.append(must(admin.get(secret + path)).text());
        }
        answers.append(auditor.post(secret + "/versions", body(value)).text());
        answers.append(
                developer.post(secret + "/versions", body(value).replace("value", "valve")).text());
        answers.append(developer.post(secret + "/versions", body(value) + "}").text());
        answers.append(audited("seal"));
        unseal(reader, secret, "1");
        for (Bytes blob : bytes("SELECT blob FROM secret_version WHERE blob IS NOT NULL")) {
            assertThat(blob.hex()).doesNotContain(value.hex());
        }
    }

    @Test
    void aSecretTellsOfItsVersions() {
        String secret = secret("counted");
        assertThat(must(admin.get(secret)).json().number("latest_version")).isZero();
        add(secret, VALUE);
        add(secret, Bytes.utf8("second"));

        Json shown = must(auditor.get(secret)).json();
        List<Json> versions = must(auditor.get(secret + "/versions")).json().items("items");

        assertThat(shown.number("latest_version")).isEqualTo(2);
        assertThat(shown.text("description")).isEqualTo("for tests");
        assertThat(versions)
                .extracting(version -> version.number("version"))
                .containsExactly(1L, 2L);
        assertThat(opened(secret, "1")).isEqualTo(VALUE);
        assertThat(opened(secret, "latest")).isEqualTo(Bytes.utf8("second"));
        Json page = must(auditor.get(secret + "/versions?limit=1")).json();
        assertThat(page.text("next_cursor")).isEqualTo("1");
        assertThat(must(auditor.get(secret + "/versions?cursor=1")).json().items("items"))
                .hasSize(1);
    }

    @Test
    void aDestroyedVersionIsGoneForEver() throws SQLException {
        String secret = secret("doomed");
        Bytes blob = Bytes.fromBase64Url(add(secret, VALUE).json().text("blob_sha256"));
        add(secret, Bytes.utf8("second"));

        Answer destroyed = must(developer.delete(secret + "/versions/2"));
        assertThat(destroyed.header("Sealwright-Receipt")).contains("index=");
        assertThat(must(developer.delete(secret + "/versions/2")).status()).isEqualTo(204);

        assertThat(unseal(reader, secret, "2").problem()).isEqualTo("secret-destroyed");
        assertThat(opened(secret, "latest")).isEqualTo(VALUE);
        assertThat(must(admin.get(secret + "/versions")).text()).contains("destroyed");
        must(developer.delete(secret + "/versions/1"));
        assertThat(unseal(reader, secret, "latest").problem()).isEqualTo("not-found");
        assertThat(bytes("SELECT blob FROM secret_version WHERE blob IS NOT NULL"))
                .noneMatch(stored -> Sha256.of(stored).equals(blob));
    }

    @Test
    void aSecretWithVersionsIsNotRemoved() {
        String secret = secret("kept");
        add(secret, VALUE);

        Answer refused = developer.delete(secret);
        assertThat(refused.problem()).isEqualTo("conflict");
        assertThat(refused.json().text("detail")).contains("version 1");
        must(developer.delete(secret + "/versions/1"));
        must(developer.delete(secret));

        assertThat(developer.post(secret + "/versions", body(VALUE)).problem())
                .isEqualTo("not-found");
        secret("kept");
        assertThat(add(secret, VALUE).json().number("version")).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestAddsOneVersion() {
        String secret = secret("repeated");
        Client once = developer.with("Idempotency-Key", "the-first-try");

        Json first = must(once.post(secret + "/versions", body(VALUE))).json();
        Json again = must(once.post(secret + "/versions", body(VALUE))).json();
        Answer other = once.post(secret + "/versions", body(Bytes.utf8("another")));

        assertThat(again.number("version")).isEqualTo(first.number("version"));
        assertThat(again.text("blob_sha256")).isEqualTo(first.text("blob_sha256"));
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(must(admin.get(secret)).json().number("latest_version")).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasLostIsNotMadeTwice() {
        String secret = secret("lost");
        Org org = SERVICE.bean(Orgs.class).find("acme").orElseThrow();
        Secret found = SERVICE.bean(Secrets.class).require(org.tag(), "lost");
        ActId act = new ActId(SERVICE.bean(Ids.class).next());
        Sealing sealing = SERVICE.bean(Sealing.class);

        Sealing.Added first = sealing.add(found, act, VALUE.stream());
        Sealing.Added again = sealing.add(found, act, VALUE.stream());

        assertThat(again.number()).isEqualTo(first.number());
        assertThat(again.blob()).isEqualTo(first.blob());
        assertThat(must(admin.get(secret)).json().number("latest_version")).isEqualTo(1);
    }

    /** The same request under the same key opens anew: no answer with a value is kept. */
    @Test
    void anOpeningIsNeverAnsweredFromMemory() {
        String secret = secret("anew");
        add(secret, VALUE);
        Client once = reader.with("Idempotency-Key", "an-opening");

        long first = must(unseal(once, secret, "1")).json().number("receipt_index");
        long second = must(unseal(once, secret, "1")).json().number("receipt_index");

        assertThat(second).isGreaterThan(first);
    }

    @Test
    void whoMayNotWriteDoesNot() {
        String secret = secret("written");
        add(secret, VALUE);
        for (Client client : List.of(auditor, agent)) {
            assertThat(client.put(secret, "{}").problem()).isEqualTo("forbidden");
            assertThat(client.post(secret + "/versions", body(VALUE)).problem())
                    .isEqualTo("forbidden");
            assertThat(client.delete(secret + "/versions/1").problem()).isEqualTo("forbidden");
        }
        assertThat(agent.get(secret).problem()).isEqualTo("forbidden");
        assertThat(developer.get(secret + "/versions/1/sealed").problem()).isEqualTo("forbidden");
    }

    @Test
    void anotherOrganisationSeesNothing() {
        String secret = secret("ours");
        add(secret, VALUE);
        Client foreign = PEOPLE.user("other", "reader", "ADMIN", "[\"*\"]");

        assertThat(foreign.get(secret).problem()).isEqualTo("not-found");
        assertThat(unseal(foreign, secret, "1").problem()).isEqualTo("not-found");
        must(foreign.put("/v1/orgs/other/secrets/ours", "{}"));
        assertThat(unseal(foreign, "/v1/orgs/other/secrets/ours", "1").problem())
                .isEqualTo("not-found");
    }

    @Test
    void badValuesAreSaidToBe() {
        String secret = secret("bad");
        for (String body :
                List.of(
                        "{\"value\":\"\"}",
                        "{\"value\":\"not base64\"}",
                        "{\"value\":\"AAA=\"}",
                        "{}",
                        "{\"value\":\"AAAA\",\"more\":1}")) {
            assertThat(developer.post(secret + "/versions", body).problem())
                    .as(body)
                    .isEqualTo("invalid-request");
        }
        for (String version : List.of("0", "x", "01", "9999999999999999999", "2")) {
            assertThat(unseal(reader, secret, version).problem()).isEqualTo("not-found");
        }
        assertThat(unseal(reader, SECRETS + "/nowhere", "1").problem()).isEqualTo("not-found");
    }

    private static Bytes random(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return Bytes.of(value);
    }

    @Test
    void aLargeValueComesBackWhole() {
        String secret = secret("large");
        for (int size : List.of(4096, 4097, 65_536, 65_537, 600_000)) {
            Bytes value = random(size);
            Json added = add(secret, value).json();
            assertThat(added.number("size")).isEqualTo(size);
            assertThat(opened(secret, Long.toString(added.number("version")))).isEqualTo(value);
        }
    }

    @Test
    void aLargeValueIsExportedWithItsChunks() {
        String secret = secret("exported");
        add(secret, random(100_000));

        Json sealed = must(admin.get(secret + "/versions/1/sealed")).json();

        SealedSecret blob = SealedSecret.decode(Bytes.fromBase64Url(sealed.text("blob")));
        assertThat(Sha256.of(Bytes.fromBase64Url(sealed.text("content"))))
                .isEqualTo(blob.content().orElseThrow().digest());
        add(secret, VALUE);
        assertThat(must(admin.get(secret + "/versions/2/sealed")).text())
                .contains("\"content\":null");
    }

    @Test
    void aBodyBeyondAMebibyteIsRefused() {
        String secret = secret("limit");

        assertThat(developer.post(secret + "/versions", body(random(800_000))).problem())
                .isEqualTo("too-large");
        assertThat(must(admin.get(secret)).json().number("latest_version")).isZero();
    }

    @Test
    void theServicesOwnSettingsAreSealedToo() {
        SealedSettings settings = SERVICE.bean(SealedSettings.class);
        Bytes org = SERVICE.bean(Orgs.class).find("acme").orElseThrow().tag();
        SealedSettings.Setting setting = new SealedSettings.Setting(org, "oidc", "client-secret");
        assertThat(settings.read(setting)).isEmpty();

        settings.put(setting, Plaintext.of(VALUE.toArray()));
        settings.put(setting, Plaintext.of(Bytes.utf8("newer").toArray()));

        assertThat(settings.read(setting))
                .isEqualTo(Optional.of(Plaintext.of(Bytes.utf8("newer").toArray())));
        String name = SECRETS + "/sealwright.oidc.client-secret";
        assertThat(unseal(reader, name, "latest").problem()).isEqualTo("not-found");
        assertThat(developer.put(name, "{}").problem()).isEqualTo("invalid-request");
        assertThat(developer.post(name + "/versions", body(VALUE)).problem())
                .isEqualTo("invalid-request");
        assertThat(audited("unseal")).contains("sealwright.oidc.client-secret");
    }

    @Test
    void theLogKeepsTheRulesOfSecrets() throws SQLException {
        String secret = secret("ruled");
        add(secret, VALUE);
        unseal(reader, secret, "1");
        must(developer.delete(secret + "/versions/1"));
        SecretHistory history = new SecretHistory();

        for (Bytes leaf : bytes("SELECT leaf FROM log_entry ORDER BY index")) {
            assertThat(history.add(LeafCodec.decode(leaf))).isEmpty();
        }
    }

    private static List<Bytes> bytes(String query) throws SQLException {
        List<Bytes> found = new ArrayList<>();
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(Bytes.of(rows.getBytes(1)));
            }
        }
        return found;
    }
}
