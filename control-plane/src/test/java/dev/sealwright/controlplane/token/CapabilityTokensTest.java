package dev.sealwright.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.PublishedKeys;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.Attenuation;
import dev.sealwright.protocol.token.CapabilityRequest;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Holder;
import dev.sealwright.protocol.token.HolderKey;
import dev.sealwright.protocol.token.Possession;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationRule;
import dev.sealwright.protocol.token.TokenPolicy;
import dev.sealwright.protocol.token.TokenVerdict;
import dev.sealwright.protocol.token.TokenVerifier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capability tokens as who issues them, who holds them and who is shown them meet them. */
class CapabilityTokensTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private static final String TOKENS = "/v1/orgs/acme/capability-tokens";
    private static final String DEVELOPER_KEY = "sw_" + "D".repeat(43);
    private static final String AUDIENCE = "https://tools.example";
    private static final int TOGETHER = 16;
    private static final CapabilityRequest SEARCH = CapabilityRequest.of("search");

    private final SeedHolder holder = new SeedHolder(Sha256.of(Bytes.utf8("holder")));

    private record SeedHolder(Bytes seed) implements Holder {
        @Override
        public HolderKey key() {
            return new HolderKey(Ed25519.spki(Ed25519Key.publicKey(seed.toArray())));
        }

        @Override
        public Bytes sign(Bytes message) {
            return Ed25519Key.sign(seed.toArray(), message);
        }
    }

    @BeforeAll
    static void anOrganisationWithADeveloper() {
        ACME.prepare();
        Client admin = SERVICE.admin();
        ok(
                admin.put(
                        "/v1/orgs/acme/policies/default",
                        "{\"tools\":{\"allow\":[\"search\",\"git.push\",\"payment\"],"
                                + "\"block\":[\"git.push\"],\"require_approval\":[\"payment\"]},"
                                + "\"budgets\":{\"calls\":10},\"ttl_seconds\":7200}"));
        ok(
                admin.put(
                        "/v1/orgs/acme/sandbox-specs/agent",
                        "{\"description\":\"agents\",\"policy\":\"default\"}"));
        ok(admin.put("/v1/orgs/acme/users/dev", "{}"));
        ok(
                admin.put(
                        "/v1/orgs/acme/role-bindings/dev",
                        "{\"user\":\"dev\",\"role\":\"DEVELOPER\"}"));
        ok(
                admin.put(
                        "/v1/orgs/acme/api-keys/dev",
                        "{\"user\":\"dev\",\"secret_sha256\":\""
                                + Sha256.of(Bytes.utf8(DEVELOPER_KEY)).base64Url()
                                + "\"}"));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer;
    }

    private String body(String subject, String tools, String more) {
        return "{\"holder_key\":\""
                + holder.key().spki().base64Url()
                + "\","
                + subject
                + ",\"grant\":{\"audience\":[\""
                + AUDIENCE
                + "\"],\"tools\":["
                + tools
                + "]"
                + more
                + "},\"depth\":2}";
    }

    private Answer issue() {
        return SERVICE.admin().post(TOKENS, body("\"subject\":\"agent:7\"", "\"search\"", ""));
    }

    private static Client developer() {
        return SERVICE.people().withKey(DEVELOPER_KEY);
    }

    private static ReceiptVerifier receipts() {
        return new ReceiptVerifier(SERVICE.anchors());
    }

    private TokenVerdict verdict(String token, RevocationRule rule) {
        CapabilityToken parsed = CapabilityToken.parse(token);
        Bytes org = LeafCodec.decode(parsed.leaf()).org();
        return new TokenVerifier(receipts())
                .verify(
                        parsed.encode(),
                        new Possession.PeerCertificate(holder.key().spki()),
                        SEARCH,
                        new TokenPolicy(org, AUDIENCE, Duration.ofHours(1), rule, Optional.empty()),
                        SERVICE.clock().instant());
    }

    private static RevocationDocument revocations() {
        Json list = ok(SERVICE.admin().get(TOKENS + "/revocations")).json();
        return new RevocationDocument(
                Bytes.fromBase64Url(list.text("list")),
                Bytes.fromBase64Url(list.text("leaf")),
                Receipt.parse(list.text("receipt")));
    }

    private static RevocationRule listed() {
        return new RevocationRule.Listed(revocations().verify(receipts()), Duration.ofMinutes(5));
    }

    private static boolean active(String token) {
        Answer answer =
                SERVICE.admin()
                        .send(
                                "POST",
                                TOKENS + "/introspection",
                                "token="
                                        + URLEncoder.encode(token, StandardCharsets.UTF_8)
                                        + "&token_type_hint=access_token",
                                "application/x-www-form-urlencoded");
        return ok(answer).json().flag("active");
    }

    private static Answer revoke(Json token, String body) {
        return SERVICE.admin().post(TOKENS + "/" + token.text("id") + "/revocation", body);
    }

    @Test
    void anIssuedTokenVerifiesOffline() {
        Answer answer = issue();
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(verdict(answer.json().text("token"), listed()))
                .isInstanceOf(TokenVerdict.Allowed.class);

        Json again = ACME.get("/capability-tokens/" + answer.json().text("id")).json();
        assertThat(again.text("state")).isEqualTo("issued");
        assertThat(verdict(again.text("token"), listed())).isInstanceOf(TokenVerdict.Allowed.class);
        assertThat(ACME.get("/capability-tokens").json().items("items"))
                .anyMatch(item -> item.text("id").equals(answer.json().text("id")));
    }

    @Test
    void aRepetitionIssuesNoSecondToken() {
        String body = body("\"subject\":\"agent:8\"", "\"search\"", "");
        Client client = SERVICE.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        String first = ok(client.post(TOKENS, body)).json().text("id");
        assertThat(ok(client.post(TOKENS, body)).json().text("id")).isEqualTo(first);
    }

    /** The first is held up in the database until the others are on their way. */
    @Test
    void tokensThatAreAskedForTogetherAreCommittedTogether() throws Exception {
        List<FutureTask<String>> issued = new ArrayList<>();
        try (Connection database = SERVICE.database().getConnection();
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("LOCK TABLE capability_token IN SHARE MODE");
            for (int i = 0; i < TOGETHER; i++) {
                Client client = SERVICE.admin().with("Idempotency-Key", "together-" + i);
                FutureTask<String> one = new FutureTask<>(() -> issued(client));
                Thread.ofVirtual().start(one);
                issued.add(one);
            }
            while (count("SELECT count(*) FROM idempotent_request WHERE key LIKE 'together-%'")
                    < TOGETHER) {
                Thread.onSpinWait();
            }
            database.commit();
        }
        Set<String> ids = new HashSet<>();
        for (FutureTask<String> one : issued) {
            ids.add("'" + one.get() + "'");
        }
        assertThat(ids).hasSize(TOGETHER);
        assertThat(
                        count(
                                "SELECT count(DISTINCT xmin::text) FROM capability_token WHERE leaf_id IN ("
                                        + String.join(",", ids)
                                        + ")"))
                .isLessThan(TOGETHER);
    }

    private String issued(Client client) {
        return ok(client.post(TOKENS, body("\"subject\":\"agent:9\"", "\"search\"", "")))
                .json()
                .text("id");
    }

    private static long count(String query) throws SQLException {
        try (Connection database = SERVICE.database().getConnection();
                Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void withoutAHostsPolicyItTakesAnAdmin() {
        Answer answer = developer().post(TOKENS, body("\"subject\":\"agent:7\"", "\"search\"", ""));
        assertThat(answer.problem()).isEqualTo("forbidden");
        Answer disguised =
                SERVICE.admin()
                        .post(TOKENS, body("\"subject\":\"spiffe://x/host\"", "\"search\"", ""));
        assertThat(disguised.problem()).isEqualTo("invalid-request");
        assertThat(
                        SERVICE.admin()
                                .post(
                                        TOKENS,
                                        body(
                                                "\"subject\":\"a\",\"sandbox_id\":\""
                                                        + UUID.randomUUID()
                                                        + "\"",
                                                "\"search\"",
                                                ""))
                                .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void aTokenForAHostAllowsNoMoreThanItsPolicy() {
        String host = "\"sandbox_id\":\"" + enrolled() + "\"";
        Answer within = developer().post(TOKENS, body(host, "\"search\"", ",\"calls\":10"));
        assertThat(within.status()).as(within.text()).isEqualTo(201);
        assertThat(within.json().text("subject")).startsWith("spiffe://");
        for (String tool : new String[] {"shell", "git.push", "payment"}) {
            assertThat(
                            developer()
                                    .post(
                                            TOKENS,
                                            body(
                                                    host,
                                                    "\"search\",\"" + tool + "\"",
                                                    ",\"calls\":10"))
                                    .problem())
                    .as(tool)
                    .isEqualTo("forbidden");
        }
        assertThat(developer().post(TOKENS, body(host, "\"search\"", ",\"calls\":11")).problem())
                .isEqualTo("forbidden");
        assertThat(developer().post(TOKENS, body(host, "\"search\"", "")).problem())
                .isEqualTo("forbidden");
        String longer =
                body(host, "\"search\"", ",\"calls\":1")
                        .replace("\"depth\":2", "\"ttl_seconds\":8000");
        assertThat(developer().post(TOKENS, longer).problem()).isEqualTo("invalid-request");
    }

    @Test
    void whoeverIsShutOutGetsNoTokenAndHisTokensAreInactive() {
        String sandbox = enrolled();
        String body = body("\"sandbox_id\":\"" + sandbox + "\"", "\"search\"", ",\"calls\":1");
        String token = ok(developer().post(TOKENS, body)).json().text("token");
        assertThat(active(token)).isTrue();
        ok(
                SERVICE.admin()
                        .post(
                                "/v1/orgs/acme/hosts/" + sandbox + "/revocation",
                                "{\"reason\":\"lost\"}"));
        assertThat(active(token)).isFalse();
        assertThat(developer().post(TOKENS, body).problem()).isEqualTo("invalid-request");
    }

    private static String enrolled() {
        TestHost host = new TestHost(SERVICE);
        return TestHost.sandbox(TestHost.certificate(host.enrol(ACME.minted()))).toString();
    }

    @Test
    void aRevokedTokenIsInTheListAndInactive() {
        Json token = ok(issue()).json();
        assertThat(active(token.text("token"))).isTrue();
        Answer revoked = ok(revoke(token, "{\"reason\":\"leaked\"}"));
        assertThat(revoked.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(active(token.text("token"))).isFalse();
        assertThat(verdict(token.text("token"), listed())).isInstanceOf(TokenVerdict.Refused.class);
        assertThat(ACME.get("/capability-tokens/" + token.text("id")).json().text("state"))
                .isEqualTo("revoked");
        assertThat(ok(revoke(token, "{\"reason\":\"again\"}")).json().number("receipt_index"))
                .isEqualTo(revoked.json().number("receipt_index"));
    }

    @Test
    void aSubtreeIsRevokedAlone() {
        Json token = ok(issue()).json();
        CapabilityToken issued = CapabilityToken.parse(token.text("token"));
        CapabilityToken narrow = Attenuation.narrow(issued, holder, holder.key(), Caveats.NONE);
        String block = Attenuation.layers(narrow).getLast().id().base64Url();
        ok(revoke(token, "{\"reason\":\"leaked\",\"block\":\"" + block + "\"}"));
        assertThat(active(narrow.text())).isFalse();
        assertThat(active(issued.text())).isTrue();
        assertThat(verdict(narrow.text(), listed())).isInstanceOf(TokenVerdict.Refused.class);
        assertThat(verdict(issued.text(), listed())).isInstanceOf(TokenVerdict.Allowed.class);
        assertThat(
                        revoke(token, "{\"reason\":\"x\",\"block\":\"" + "!".repeat(43) + "\"}")
                                .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void anUnchangedListIsMadeOnceAMinute() {
        Bytes leaf = revocations().leaf();
        assertThat(revocations().leaf()).isEqualTo(leaf);
        SERVICE.clock().advance(Duration.ofSeconds(61));
        assertThat(revocations().leaf()).isNotEqualTo(leaf);
    }

    @Test
    void othersSeeNothing() {
        Json token = ok(issue()).json();
        Minter other = new Minter(SERVICE, "other");
        other.prepare();
        assertThat(other.get("/capability-tokens").json().items("items")).isEmpty();
        assertThat(other.get("/capability-tokens/" + token.text("id")).problem())
                .isEqualTo("not-found");
        Answer answer =
                SERVICE.admin()
                        .post(
                                "/v1/orgs/other/capability-tokens/introspection",
                                "{\"token\":\"" + token.text("token") + "\"}");
        assertThat(ok(answer).json().flag("active")).isFalse();
        assertThat(answer.text()).isEqualTo("{\"active\":false}");
        assertThat(active("no token at all")).isFalse();
    }

    @Test
    void anEditedRowIsNoToken() throws SQLException {
        Json token = ok(issue()).json();
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE capability_token SET exp = exp + interval '1 hour' WHERE leaf_id = '"
                            + token.text("id")
                            + "'");
        }
        assertThat(ACME.get("/capability-tokens/" + token.text("id")).problem())
                .isEqualTo("not-found");
        assertThat(SERVICE.admin().post(TOKENS + "/" + token.text("id") + "/jwt").problem())
                .isEqualTo("not-found");
    }

    @Test
    void aDeletedListRowRevivesNothing() throws SQLException {
        Json token = ok(issue()).json();
        ok(revoke(token, "{\"reason\":\"leaked\"}"));
        revocations();
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM token_revocation_list");
            statement.execute("DELETE FROM log_event_detail");
        }
        assertThat(active(token.text("token"))).isFalse();
        assertThat(verdict(token.text("token"), listed())).isInstanceOf(TokenVerdict.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"'',EdDSA", "?algorithm=EdDSA,EdDSA", "?algorithm=ES256,ES256"})
    void theJsonFormIsWhatAJoseLibraryTakesByThePublishedKeys(String query, String algorithm) {
        Json token = ok(issue()).json();
        String form = TOKENS + "/" + token.text("id") + "/jwt";
        Json payload =
                PublishedKeys.verified(
                        SERVICE,
                        ok(SERVICE.admin().post(form + query)).json().text("jwt"),
                        algorithm);
        assertThat(payload.text("sub")).isEqualTo("agent:7");
        assertThat(payload.at("cnf").text("jkt")).isEqualTo(holder.key().thumbprint());
        assertThat(payload.text("jti"))
                .isEqualTo(
                        LeafCodec.decode(Bytes.fromBase64Url(token.text("leaf"))).id().base64Url());
        assertThat(SERVICE.admin().post(form + "?algorithm=none").problem())
                .isEqualTo("invalid-request");
        ok(revoke(token, "{\"reason\":\"leaked\"}"));
        assertThat(SERVICE.admin().post(TOKENS + "/" + token.text("id") + "/jwt").problem())
                .isEqualTo("conflict");
    }

    @Test
    void whatATokenCannotSayIsRefused() {
        for (String more :
                new String[] {
                    ",\"resources\":[\"a/../b\"]",
                    ",\"calls\":-1",
                    ",\"arguments\":{\"search\":{\"n\":{}}}",
                    ",\"arguments\":{\"search\":{\"n\":{\"between\":[2,1]}}}",
                    ",\"surprise\":1"
                }) {
            assertThat(
                            SERVICE.admin()
                                    .post(TOKENS, body("\"subject\":\"a\"", "\"search\"", more))
                                    .problem())
                    .as(more)
                    .isEqualTo("invalid-request");
        }
        Map<String, String> wrong =
                Map.of("holder_key", "AAAA", "holder_key2", Bytes.zeros(44).base64Url());
        wrong.values()
                .forEach(
                        key ->
                                assertThat(
                                                SERVICE.admin()
                                                        .post(
                                                                TOKENS,
                                                                body(
                                                                                "\"subject\":\"a\"",
                                                                                "\"search\"",
                                                                                "")
                                                                        .replace(
                                                                                holder.key()
                                                                                        .spki()
                                                                                        .base64Url(),
                                                                                key))
                                                        .problem())
                                        .isEqualTo("invalid-request"));
    }
}
