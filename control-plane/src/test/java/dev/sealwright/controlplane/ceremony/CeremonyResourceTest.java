package dev.sealwright.controlplane.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.ScriptedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ceremonies enter the log through the API, and nobody's but the operators' own. */
class CeremonyResourceTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static Answer submit(Client client, Map<String, Object> fields) {
        String body =
                fields.entrySet().stream()
                        .map(
                                field ->
                                        "\""
                                                + field.getKey()
                                                + "\":\""
                                                + String.valueOf(field.getValue())
                                                        .replace("\n", "\\n")
                                                + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
        return client.post("/v1/ceremonies", body);
    }

    @Test
    void aCeremonyEntersTheLogOnceAndIsVerifiedOffline() {
        ScriptedCeremony held = SERVICE.ceremony("Look at the first seal");
        Answer made = submit(SERVICE.admin(), held.fields());
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String id = made.json().text("id");
        assertThat(made.json().text("transcript_sha256"))
                .isEqualTo(held.transcript().digest().hex());

        Answer again = submit(SERVICE.admin(), held.fields());
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.json().text("id")).isEqualTo(id);

        Json found = SERVICE.admin().get("/v1/ceremonies/" + id).json();
        TranscriptBody leaf =
                new ReceiptVerifier(SERVICE.anchors())
                        .verify(
                                Bytes.fromBase64Url(found.text("leaf")),
                                Receipt.parse(found.text("receipt")))
                        .expect(TranscriptBody.class);
        assertThat(leaf.transcript()).isEqualTo(held.transcript().digest());
        assertThat(found.text("transcript").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(held.transcript().encode().toArray());
        assertThat(SERVICE.admin().get("/v1/ceremonies").text()).contains(id);
        assertThat(SERVICE.admin().get("/audit/entries?kind=ceremony&order=newest").text())
                .contains(found.text("leaf"), "user:platform/");
    }

    @Test
    void whatItsOperatorsDidNotSignIsRefusedAndChangesNothing() {
        ScriptedCeremony held = SERVICE.ceremony("Look at the second seal");
        String before = SERVICE.admin().get("/v1/ceremonies").text();
        for (String field : held.fields().keySet()) {
            Map<String, Object> fields = held.fields();
            fields.put(field, SERVICE.ceremony("Look at another seal").fields().get(field));
            if (!fields.equals(held.fields())) {
                Answer refused = submit(SERVICE.admin(), fields);
                assertThat(refused.status()).as(field + refused.text()).isEqualTo(422);
            }
        }
        Answer rehearsed = submit(SERVICE.admin(), held.rehearsed(SERVICE).fields());
        assertThat(rehearsed.status()).isEqualTo(422);
        assertThat(rehearsed.text()).contains("a rehearsal does not enter the log");
        assertThat(SERVICE.admin().get("/v1/ceremonies").text()).isEqualTo(before);
    }

    @Test
    void onlyThePlatformSubmitsAndOnlyItsAuditorsRead() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
        String key = "sw_" + "c".repeat(42) + "A";
        String acme = "/v1/orgs/acme";
        SERVICE.admin().put(acme + "/users/eve", "{}");
        SERVICE.admin().put(acme + "/role-bindings/eve", "{\"user\":\"eve\",\"role\":\"ADMIN\"}");
        SERVICE.admin()
                .put(
                        acme + "/api-keys/eve",
                        "{\"user\":\"eve\",\"secret_sha256\":\""
                                + Sha256.of(Bytes.utf8(key)).base64Url()
                                + "\"}");
        Client eve = SERVICE.people().withKey(key);
        assertThat(submit(eve, SERVICE.ceremony("Look").fields()).status()).isIn(403, 404);
        assertThat(eve.get("/v1/ceremonies").status()).isIn(403, 404);
        assertThat(SERVICE.people().get("/v1/ceremonies").status()).isEqualTo(401);
    }
}
