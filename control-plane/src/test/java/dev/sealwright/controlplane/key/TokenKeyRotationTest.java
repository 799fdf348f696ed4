package dev.sealwright.controlplane.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The keys that sign tokens as PLATFORM rotates them and a relying party meets them. */
class TokenKeyRotationTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private static final String KEYS = "/v1/token-keys/";
    private static final String TOKENS = "/v1/orgs/acme/capability-tokens";
    private static final Duration LONGEST = Duration.ofDays(1).plusMinutes(3);

    private static final String ANNAS_KEY = "sw_" + "B".repeat(43);

    @BeforeAll
    static void anOrganisationWithAnAdmin() {
        ACME.prepare();
        Client platform = SERVICE.admin();
        ok(platform.put("/v1/orgs/acme/users/anna", "{}"));
        ok(
                platform.put(
                        "/v1/orgs/acme/role-bindings/anna",
                        "{\"user\":\"anna\",\"role\":\"ADMIN\"}"));
        ok(
                platform.put(
                        "/v1/orgs/acme/api-keys/anna",
                        "{\"user\":\"anna\",\"secret_sha256\":\""
                                + Sha256.of(Bytes.utf8(ANNAS_KEY)).base64Url()
                                + "\"}"));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
        return answer;
    }

    private static List<Json> versions(String algorithm) {
        return ok(SERVICE.admin().get(KEYS + algorithm + "/versions")).json().items("items");
    }

    private static Answer rotate(String algorithm) {
        return ok(SERVICE.admin().post(KEYS + algorithm + "/rotation"));
    }

    private static String kid(Json version) {
        return version.at("public_key_jwk").text("kid");
    }

    private static List<String> published() {
        return ok(SERVICE.people().get("/.well-known/jwks.json")).json().items("keys").stream()
                .map(key -> key.text("kid"))
                .toList();
    }

    /** The {@code kid} of a token that is signed now. */
    private static String signer(String algorithm) {
        Bytes holder =
                Ed25519.spki(Ed25519Key.publicKey(Sha256.of(Bytes.utf8("holder")).toArray()));
        String body =
                "{\"holder_key\":\""
                        + holder.base64Url()
                        + "\",\"subject\":\"agent:7\",\"grant\":{\"audience\":[\"a\"],\"tools\":[\"t\"]}}";
        String id = ok(SERVICE.admin().post(TOKENS, body)).json().text("id");
        String jwt =
                ok(SERVICE.admin().post(TOKENS + "/" + id + "/jwt?algorithm=" + algorithm))
                        .json()
                        .text("jwt");
        String header = jwt.substring(0, jwt.indexOf('.'));
        byte[] json = Bytes.fromBase64Url(header).toArray();
        return Json.parse(new String(json, StandardCharsets.UTF_8)).text("kid");
    }

    @Test
    void theNewKeySignsAndTheOldOneIsPublishedAsLongAsItsTokensLive() {
        List<Json> before = versions("EdDSA");
        String old = kid(before.getLast());
        String other = kid(versions("ES256").getLast());
        assertThat(signer("EdDSA")).isEqualTo(old);

        Answer rotated = rotate("EdDSA");
        assertThat(rotated.header("Sealwright-Receipt")).startsWith("index=");
        String young = kid(rotated.json());
        assertThat(young).isNotEqualTo(old);
        assertThat(signer("EdDSA")).isEqualTo(young);
        assertThat(signer("ES256")).isEqualTo(other);
        assertThat(published()).contains(old, young, other);
        List<Json> after = versions("EdDSA");
        assertThat(after.get(after.size() - 2).text("state")).isEqualTo("deactivated");
        assertThat(after.getLast().text("state")).isEqualTo("active");
        assertThat(after.getLast().number("receipt_index")).isPositive();

        SERVICE.clock().advance(LONGEST);
        try {
            assertThat(published()).contains(young).doesNotContain(old);
        } finally {
            SERVICE.clock().advance(LONGEST.negated());
        }
        assertThat(ok(SERVICE.admin().get("/audit/integrity")).json().flag("verified")).isTrue();
    }

    @Test
    void aRotationThatIsAskedForAgainIsTheSame() {
        Client once = SERVICE.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        Answer first = ok(once.post(KEYS + "ES256/rotation"));
        assertThat(ok(once.post(KEYS + "ES256/rotation")).text()).isEqualTo(first.text());
        assertThat(kid(versions("ES256").getLast())).isEqualTo(kid(first.json()));
    }

    @Test
    void anOldKeyEndsAndTheOneThatSignsDoesNot() {
        rotate("EdDSA");
        rotate("EdDSA");
        List<Json> keys = versions("EdDSA");
        Json ending = keys.get(keys.size() - 2);
        String path = KEYS + "EdDSA/versions/";
        assertThat(SERVICE.admin().delete(path + keys.getLast().number("version")).problem())
                .isEqualTo("conflict");
        String end = path + ending.number("version");
        Answer scheduled = ok(SERVICE.admin().delete(end + "?destroy_after_seconds=86400"));
        assertThat(scheduled.json().text("state")).isEqualTo("destruction-scheduled");
        assertThat(ok(SERVICE.admin().post(end + "/restoration")).json().text("state"))
                .isEqualTo("deactivated");
        ok(SERVICE.admin().delete(end + "?destroy_after_seconds=86400"));

        Duration wait = Duration.ofDays(1).plusSeconds(1);
        SERVICE.clock().advance(wait);
        try {
            SERVICE.bean(Destroying.class).round();
            assertThat(versions("EdDSA").get(keys.size() - 2).text("state")).isEqualTo("destroyed");
        } finally {
            SERVICE.clock().advance(wait.negated());
        }
        assertThat(SERVICE.admin().get("/v1/keys").text())
                .doesNotContain("\"" + ending.text("label") + "\"");
        assertThat(SERVICE.admin().post(end + "/restoration").problem()).isEqualTo("conflict");
        assertThat(signer("EdDSA")).isEqualTo(kid(keys.getLast()));
    }

    @Test
    void theInventoryAndThePeriodsFollowTheVersions() {
        rotate("ES256");
        Json newest = versions("ES256").getLast();
        Json key = ok(SERVICE.admin().get("/v1/keys/" + newest.text("label"))).json();
        assertThat(key.text("purpose")).isEqualTo("token");
        assertThat(key.number("version")).isEqualTo(newest.number("version"));
        assertThat(key.text("state")).isEqualTo("active");
        Json first = ok(SERVICE.admin().get("/v1/keys/token")).json();
        assertThat(first.text("state")).isEqualTo("deactivated");
        assertThat(key.text("originator_ends_at")).isEqualTo(newest.text("originator_ends_at"));
    }

    @Test
    void onlyPlatformRotates() {
        Client anna = SERVICE.people().withKey(ANNAS_KEY);
        assertThat(anna.post(KEYS + "EdDSA/rotation").problem()).isEqualTo("not-found");
        assertThat(SERVICE.people().post(KEYS + "EdDSA/rotation").problem())
                .isEqualTo("unauthenticated");
        assertThat(SERVICE.admin().post(KEYS + "PS256/rotation").problem()).isEqualTo("not-found");
        assertThat(SERVICE.admin().delete(KEYS + "EdDSA/versions/99").problem())
                .isEqualTo("not-found");
    }
}
