package dev.sealwright.controlplane.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.record.Precondition;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that organisations sign with, through the door that their users take. */
class ClientKeysTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String KEYS = "/v1/orgs/acme/keys";
    private static final Bytes MESSAGE = Bytes.utf8("release 1.0");

    private static Client admin;
    private static Client developer;
    private static Client signer;
    private static Client auditor;

    @BeforeAll
    static void anOrganisation() {
        must(SERVICE.admin().put("/v1/orgs/acme", "{}"));
        admin = user("admin", "ADMIN", "[]");
        developer = user("developer", "DEVELOPER", "[]");
        signer = user("signer", "AGENT", "[\"rel-*\",\"signs\"]");
        auditor = user("auditor", "AUDITOR", "[]");
    }

    private static Client user(String name, String role, String maySign) {
        String base = "/v1/orgs/acme";
        must(SERVICE.admin().put(base + "/users/" + name, "{}"));
        must(
                SERVICE.admin()
                        .put(
                                base + "/role-bindings/" + name,
                                String.format(
                                        Locale.ROOT,
                                        "{\"user\":\"%s\",\"role\":\"%s\",\"may_sign\":%s}",
                                        name,
                                        role,
                                        maySign)));
        String key = "sw_" + Sha256.of(Bytes.utf8("keys/" + name)).base64Url();
        must(
                SERVICE.admin()
                        .put(
                                base + "/api-keys/" + name,
                                String.format(
                                        Locale.ROOT,
                                        "{\"user\":\"%s\",\"secret_sha256\":\"%s\"}",
                                        name,
                                        Sha256.of(Bytes.utf8(key)).base64Url())));
        return SERVICE.people().withKey(key);
    }

    private static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    private static String key(String name, String more) {
        must(admin.put(KEYS + "/" + name, "{\"algorithm\":\"ES256\"" + more + "}"));
        return KEYS + "/" + name;
    }

    private static String key(String name) {
        return key(name, "");
    }

    private static String body(Bytes message) {
        return "{\"message\":\"" + message.base64Url() + "\"}";
    }

    private static Answer sign(Client by, String key, Bytes message) {
        return by.post(key + "/signatures", body(message));
    }

    private static SigningKey publicKey(Json version) {
        String pem = version.text("public_key_pem");
        String base64 =
                pem.replace("-----BEGIN PUBLIC KEY-----", "")
                        .replace("-----END PUBLIC KEY-----", "")
                        .replace("\n", "");
        return new SigningKey(
                SigningAlgorithm.of(version.text("algorithm")),
                Bytes.of(Base64.getDecoder().decode(base64)));
    }

    private static List<Json> versions(String key) {
        return must(auditor.get(key + "/versions")).json().items("items");
    }

    private static boolean verifies(String key, int version, Json signed) {
        return publicKey(versions(key).get(version - 1))
                .verifies(MESSAGE, Bytes.fromBase64Url(signed.text("signature")));
    }

    private static String state(String key) {
        return must(admin.get(key)).json().text("state");
    }

    @ParameterizedTest
    @EnumSource
    void whatAKeySignsVerifiesOfflineUnderItsPublicHalf(SigningAlgorithm algorithm) {
        String key = KEYS + "/rel-" + algorithm.name().toLowerCase(Locale.ROOT);
        Answer made = must(admin.put(key, "{\"algorithm\":\"" + algorithm.jose() + "\"}"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().number("latest_version")).isEqualTo(1);
        assertThat(made.json().text("state")).isEqualTo("active");

        Json signed = must(sign(signer, key, MESSAGE)).json();

        assertThat(verifies(key, 1, signed)).isTrue();
        assertThat(signed.text("algorithm")).isEqualTo(algorithm.jose());
        KeyBody.Sign leaf =
                new ReceiptVerifier(SERVICE.anchors())
                        .verify(
                                Bytes.fromBase64Url(signed.text("leaf")),
                                Receipt.parse(signed.text("receipt")))
                        .expect(KeyBody.Sign.class);
        assertThat(leaf.message()).isEqualTo(Sha256.of(MESSAGE));
        assertThat(leaf.version()).isEqualTo(1);
    }

    @Test
    void aDigestIsEnoughWhereTheAlgorithmHashes() {
        String key = key("rel-digest");
        String digest = "{\"message_sha256\":\"" + Sha256.of(MESSAGE).base64Url() + "\"}";
        Json signed = must(signer.post(key + "/signatures", digest)).json();
        assertThat(verifies(key, 1, signed)).isTrue();

        must(admin.put(KEYS + "/rel-whole", "{\"algorithm\":\"Ed25519\"}"));
        assertThat(signer.post(KEYS + "/rel-whole/signatures", digest).problem())
                .isEqualTo("invalid-request");
        assertThat(sign(signer, KEYS + "/rel-whole", Bytes.zeros(16 * 1024 + 1)).problem())
                .isEqualTo("invalid-request");
        assertThat(must(sign(signer, key, Bytes.zeros(100_000))).status()).isEqualTo(200);
    }

    @Test
    void noRoleSignsByItselfAndARefusalIsLogged() {
        String key = key("private");
        for (Client client : List.of(admin, developer, auditor, signer, SERVICE.admin())) {
            Answer answer = sign(client, key, MESSAGE);
            assertThat(answer.problem()).as(answer.text()).isEqualTo("forbidden");
            assertThat(answer.json().text("detail")).contains("may_sign");
        }
        assertThat(must(auditor.get("/audit/entries?org=acme&kind=key.refused")).text())
                .contains("developer", "private");
    }

    @Test
    void onlyAnAdminManagesKeys() {
        String key = key("managed");
        for (Client client : List.of(developer, auditor, signer)) {
            assertThat(client.put(key, "{\"algorithm\":\"ES256\"}").problem())
                    .isEqualTo("forbidden");
            assertThat(client.delete(key).problem()).isEqualTo("forbidden");
            assertThat(client.post(key + "/rotation").problem()).isEqualTo("forbidden");
            assertThat(client.post(key + "/restoration").problem()).isEqualTo("forbidden");
            assertThat(must(client.get(key)).status()).isEqualTo(200);
        }
    }

    @Test
    void eachSignatureIsALeafThatTellsWhoAsked() {
        must(sign(signer, key("rel-watched"), MESSAGE));
        assertThat(must(auditor.get("/audit/entries?org=acme&kind=sign")).text())
                .contains("\\\"key\\\":\\\"rel-watched\\\"", "\\\"actor\\\":\\\"signer\\\"");
    }

    @Test
    void whatIsDeclaredAgainChangesNothing() {
        String key = key("declared", ",\"description\":\"for tests\"");
        Answer first = must(admin.get(key));
        long size = logSize();
        Answer again =
                must(admin.put(key, "{\"algorithm\":\"ES256\",\"description\":\"for tests\"}"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(logSize()).isEqualTo(size);
        assertThat(first.json().number("destroy_after_seconds")).isEqualTo(604_800);
    }

    private static long logSize() {
        return SERVICE.admin()
                .get("/audit/checkpoint")
                .text()
                .lines()
                .skip(1)
                .findFirst()
                .map(Long::parseLong)
                .orElse(-1L);
    }

    @Test
    void anAlgorithmNeverChangesAndUnknownOnesAreRefused() {
        String key = key("fixed");
        assertThat(admin.put(key, "{\"algorithm\":\"PS256\"}").problem()).isEqualTo("conflict");
        for (String wrong :
                List.of(
                        "{}",
                        "{\"algorithm\":\"RS256\"}",
                        "{\"algorithm\":\"ES256\",\"destroy_after_seconds\":86399}",
                        "{\"algorithm\":\"ES256\",\"destroy_after_seconds\":7776001}",
                        "{\"algorithm\":\"ES256\",\"activates_at\":\"2030-01-02T00:00:00Z\","
                                + "\"expires_at\":\"2030-01-01T00:00:00Z\"}",
                        "{\"algorithm\":\"ES256\",\"size\":1}")) {
            assertThat(admin.put(KEYS + "/wrong", wrong).status()).as(wrong).isEqualTo(422);
        }
        assertThat(admin.get(KEYS + "/wrong").status()).isEqualTo(404);
        for (String wrong :
                List.of(
                        "{}",
                        "{\"message\":\"!\"}",
                        "{\"message_sha256\":\"AA\"}",
                        "{\"message\":\"AA\",\"message_sha256\":\"AA\"}")) {
            assertThat(signer.post(key("rel-fixed") + "/signatures", wrong).status())
                    .as(wrong)
                    .isEqualTo(422);
        }
    }

    @Test
    void theNewVersionSignsAndTheOldOneVerifies() {
        String key = key("rel-rotated");
        Json before = must(sign(signer, key, MESSAGE)).json();
        Answer rotated = must(admin.post(key + "/rotation"));
        assertThat(rotated.status()).isEqualTo(201);
        assertThat(rotated.header("Sealwright-Receipt")).contains("index=");
        Json after = must(sign(signer, key, MESSAGE)).json();

        assertThat(after.number("version")).isEqualTo(2);
        assertThat(verifies(key, 1, before)).isTrue();
        assertThat(verifies(key, 2, after)).isTrue();
        assertThat(verifies(key, 1, after)).isFalse();
        assertThat(versions(key))
                .extracting(each -> each.flag("signs"))
                .containsExactly(false, true);
        Json page = must(auditor.get(key + "/versions?limit=1")).json();
        assertThat(page.text("next_cursor")).isEqualTo("1");
        assertThat(must(auditor.get(key + "/versions?cursor=1")).json().items("items")).hasSize(1);
    }

    @Test
    void aRotationOrSignatureThatIsSentAgainHappensOnce() throws SQLException {
        String key = key("rel-once");
        Client once = admin.with("Idempotency-Key", UUID.randomUUID().toString());
        for (int i = 0; i < 3; i++) {
            assertThat(must(once.post(key + "/rotation")).json().number("latest_version"))
                    .isEqualTo(2);
        }
        assertThat(versions(key)).hasSize(2);
        Client signs = signer.with("Idempotency-Key", UUID.randomUUID().toString());
        String first = must(sign(signs, key, MESSAGE)).text();
        assertThat(sign(signs, key, MESSAGE).text()).isEqualTo(first);
        forgetKeptAnswers();
        // An attempt whose answer was not kept finds its leaf.
        assertThat(must(sign(signs, key, MESSAGE)).json().number("receipt_index"))
                .isEqualTo(Json.parse(first).number("receipt_index"));
        assertThat(must(once.post(key + "/rotation")).json().number("latest_version")).isEqualTo(2);
    }

    private static void forgetKeptAnswers() throws SQLException {
        try (var connection = SERVICE.database().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE idempotent_request SET status = NULL, headers = NULL, body = NULL,"
                            + " seal = NULL, claimed_until = '2020-01-01'");
        }
    }

    @Test
    void aDisabledKeySignsNoMoreUntilItIsEnabled() {
        String key = key("rel-off");
        key("rel-off", ",\"enabled\":false");
        assertThat(state(key)).isEqualTo("disabled");
        assertThat(sign(signer, key, MESSAGE).problem()).isEqualTo("key-inactive");
        key("rel-off", ",\"enabled\":true");
        assertThat(must(sign(signer, key, MESSAGE)).status()).isEqualTo(200);
        assertThat(must(auditor.get("/audit/entries?org=acme&kind=key-switch")).text())
                .contains("key-switch");
    }

    @Test
    void aKeySignsWithinItsCryptoperiod() {
        Instant now = SERVICE.clock().instant();
        String early = key("rel-early", ",\"activates_at\":\"" + now.plusSeconds(3600) + "\"");
        assertThat(state(early)).isEqualTo("pre-active");
        assertThat(sign(signer, early, MESSAGE).problem()).isEqualTo("key-inactive");

        String late = key("rel-late", ",\"expires_at\":\"" + now.plusSeconds(3600) + "\"");
        assertThat(must(admin.get(late)).json().text("warning")).contains("expires");
        assertThat(must(sign(signer, late, MESSAGE)).status()).isEqualTo(200);
        String over = key("rel-over", ",\"expires_at\":\"" + now.minusSeconds(1) + "\"");
        assertThat(state(over)).isEqualTo("expired");
        assertThat(sign(signer, over, MESSAGE).problem()).isEqualTo("key-inactive");
    }

    @Test
    void aKeyIsToBeDestroyedAndIsRestored() {
        String key = key("rel-kept", ",\"destroy_after_seconds\":86400");
        Answer scheduled = must(admin.delete(key));
        assertThat(scheduled.status()).isEqualTo(202);
        Instant due = Instant.parse(scheduled.json().text("destroy_at"));
        assertThat(Duration.between(SERVICE.clock().instant(), due))
                .isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(must(admin.delete(key)).json().text("destroy_at")).isEqualTo(due.toString());
        assertThat(sign(signer, key, MESSAGE).problem()).isEqualTo("key-inactive");
        assertThat(admin.post(key + "/rotation").problem()).isEqualTo("conflict");
        assertThat(admin.put(key, "{\"algorithm\":\"ES256\"}").problem()).isEqualTo("conflict");

        assertThat(must(admin.post(key + "/restoration")).json().text("state")).isEqualTo("active");
        assertThat(must(sign(signer, key, MESSAGE)).status()).isEqualTo(200);
        assertThat(must(admin.post(key + "/restoration")).status()).isEqualTo(200);
    }

    @Test
    void aKeyIsDestroyedInItsTimeAndItsNameIsFree() {
        String key = key("rel-doomed", ",\"destroy_after_seconds\":86400");
        Json signed = must(sign(signer, key, MESSAGE)).json();
        SigningKey old = publicKey(versions(key).getFirst());
        must(admin.delete(key));
        Destroying destroying = SERVICE.bean(Destroying.class);
        destroying.round();
        assertThat(state(key)).isEqualTo("destruction-scheduled");
        long onToken = clientKeysOnToken();

        SERVICE.clock().advance(Duration.ofDays(1).plusSeconds(1));
        try {
            destroying.round();

            assertThat(admin.get(key).status()).isEqualTo(404);
            assertThat(clientKeysOnToken()).isEqualTo(onToken - 1);
            assertThat(must(auditor.get("/audit/entries?org=acme&kind=key-destroyed")).text())
                    .contains("key-destroyed");
            assertThat(old.verifies(MESSAGE, Bytes.fromBase64Url(signed.text("signature"))))
                    .isTrue();
            key("rel-doomed");
            assertThat(verifies(key, 1, must(sign(signer, key, MESSAGE)).json())).isTrue();
            assertThat(publicKey(versions(key).getFirst())).isNotEqualTo(old);
            destroying.round();
            assertThat(state(key)).isEqualTo("active");
        } finally {
            SERVICE.clock().advance(Duration.ofDays(-1).minusSeconds(1));
        }
    }

    private static long clientKeysOnToken() {
        return must(SERVICE.admin().get("/v1/keys")).json().items("items").stream()
                .filter(each -> each.text("label").startsWith("client-"))
                .count();
    }

    @Test
    void aKeyThatIsNotThereIsGoneAndPreconditionsHold() {
        assertThat(admin.delete(KEYS + "/nobody").status()).isEqualTo(204);
        String key = key("guarded");
        Client stale = admin.with("If-Match", "\"stale\"");
        assertThat(stale.delete(key).problem()).isEqualTo("precondition-failed");
        assertThat(stale.put(key, "{\"algorithm\":\"ES256\"}").problem())
                .isEqualTo("precondition-failed");
    }

    @Test
    void anotherOrganisationsKeyIsNotThere() {
        must(SERVICE.admin().put("/v1/orgs/other", "{}"));
        String key = key("signs");
        assertThat(SERVICE.admin().get(key.replace("acme", "other")).status()).isEqualTo(404);
        assertThat(signer.get("/v1/orgs/other/keys/signs").status()).isEqualTo(404);
        assertThat(SERVICE.admin().delete("/v1/orgs/acme").text()).contains("keys");
    }

    @Test
    void theReportOfAnOrganisationNamesItsKeysAndNoOthers() {
        key("reported");
        String id = must(admin.get(KEYS + "/reported")).json().text("id").replace("-", "");
        must(SERVICE.admin().put("/v1/orgs/stranger", "{}"));
        must(SERVICE.admin().put("/v1/orgs/stranger/keys/theirs", "{\"algorithm\":\"Ed25519\"}"));
        String theirs =
                must(SERVICE.admin().get("/v1/orgs/stranger/keys/theirs"))
                        .json()
                        .text("id")
                        .replace("-", "");

        String ours = report("?org=acme");
        assertThat(ours).contains(hex("client-" + id)).doesNotContain(hex("client-" + theirs));
        assertThat(ours.split(hex("client-" + id), -1)).hasSize(2);
        assertThat(report("")).contains(hex("client-" + id), hex("client-" + theirs));
    }

    private static String hex(String text) {
        return Bytes.utf8(text).hex();
    }

    /** The file as hexadecimal text: what it says stands in it as it is. */
    private static String report(String query) {
        Json made = must(SERVICE.admin().post("/v1/reports" + query, "{}")).json();
        return must(SERVICE.admin().get("/v1/reports/" + made.text("id") + query)).body().hex();
    }

    @Test
    void aPairThatAKilledRequestLeftIsAdoptedByTheNext() {
        String key = key("rel-killed");
        Bytes id = Bytes.fromHex(must(admin.get(key)).json().text("id").replace("-", ""));
        // As if the process had died after the token made the pair, before anything was stored.
        SERVICE.bean(KeyService.class)
                .makeKey(new KeyOrder(orgOf(key), id, 2, SigningAlgorithm.ES256));
        long onToken = clientKeysOnToken();

        assertThat(must(admin.post(key + "/rotation")).json().number("latest_version"))
                .isEqualTo(2);
        assertThat(clientKeysOnToken()).isEqualTo(onToken);
    }

    @Test
    void aKeyWhoseFirstVersionWasNeverMadeIsFinishedByTheSamePut() {
        KeyDocument document =
                new KeyDocument(
                        SERVICE.bean(Ids.class).next(), "", "ES256", true, 604_800, null, null);
        // As if the process had died after the description was in the log.
        SERVICE.bean(RecordWriter.class)
                .put(
                        KeyDocument.TYPE,
                        RecordWriter.Place.in(orgOf(key("rel-other")), "rel-half"),
                        document,
                        Precondition.NONE);
        String key = KEYS + "/rel-half";
        assertThat(state(key)).isEqualTo("pending");
        assertThat(sign(signer, key, MESSAGE).problem()).isEqualTo("key-inactive");

        Answer again = must(admin.put(key, "{\"algorithm\":\"ES256\"}"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().text("state")).isEqualTo("active");
        assertThat(verifies(key, 1, must(sign(signer, key, MESSAGE)).json())).isTrue();
    }

    private static Bytes orgOf(String key) {
        Bytes id = Bytes.fromHex(must(admin.get(key)).json().text("id").replace("-", ""));
        return SERVICE.bean(LoggedKeys.class).all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow()
                .org();
    }
}
