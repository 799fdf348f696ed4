package dev.sealwright.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.leaf.KeyBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyCommandsTest {
    private static final String KEY = "/v1/orgs/demo/keys/release";
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes ID = Bytes.fromHex("0a".repeat(16));
    private static final Bytes CALLER = Bytes.fromHex("0b".repeat(32));
    private static final String MESSAGE = "release 1.0\n";

    @TempDir private Path home;
    private OperatorRuns operator;
    private KeyPair pair;
    private Path file;

    @BeforeEach
    void start() throws GeneralSecurityException, IOException {
        operator = new OperatorRuns(home);
        operator.login();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        file = Files.writeString(home.resolve("app"), MESSAGE);
        operator.service().can(KEY, key("active"));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private String pem() {
        return new SigningKey(SigningAlgorithm.ES256, Bytes.of(pair.getPublic().getEncoded()))
                .pem();
    }

    private ObjectNode key(String state) {
        return Json.object()
                .put("name", "release")
                .put("algorithm", "ES256")
                .put("description", "signs")
                .put("enabled", true)
                .put("state", state)
                .put("latest_version", 1)
                .put("destroy_after_seconds", 86_400)
                .put("public_key_pem", pem())
                .put("destroy_at", "2030-01-01T00:00:00Z");
    }

    private ObjectNode signed(String message) throws GeneralSecurityException {
        Bytes digest = Sha256.of(Bytes.utf8(message));
        StandInLog log = operator.service().desk().log();
        StandInLog.Entry entry =
                log.append(
                        operator.clock().instant(),
                        ORG,
                        new KeyBody.Sign(ID, 1, SigningAlgorithm.ES256, digest, CALLER));
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update(Bytes.utf8(message).toArray());
        return Json.object()
                .put("key", "release")
                .put("version", 1)
                .put("algorithm", "ES256")
                .put("signature", Bytes.of(signer.sign()).base64Url())
                .put("message_sha256", digest.base64Url())
                .put("leaf", entry.leaf().base64Url())
                .put("receipt", log.receipt(entry.index()).text())
                .put("receipt_index", entry.index());
    }

    private Path anchors() throws IOException {
        Path anchors = home.resolve("anchors.cose");
        Files.write(anchors, operator.service().desk().anchors().toArray());
        return anchors;
    }

    private Session verify(Path signature, String... more) throws IOException {
        Path publicKey = Files.writeString(home.resolve("release.pem"), pem());
        String[] line = {
            "keys",
            "verify",
            file.toString(),
            "--signature",
            signature.toString(),
            "--public-key",
            publicKey.toString()
        };
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return operator.run(all);
    }

    @Test
    void aFileIsSignedAndTheSignatureVerifiesOffline() throws Exception {
        operator.service().can(KEY + "/signatures", signed(MESSAGE));
        Path out = home.resolve("app.sig.json");

        Session session =
                operator.run("keys", "sign", "release", file.toString(), "--out", out.toString());

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("release version 1 signed");
        // The service was given the digest, and not the file.
        assertThat(operator.service().requests())
                .anyMatch(each -> each.equals("POST " + KEY + "/signatures 64"));
        Path anchors = anchors();
        operator.service().close();
        Session verified = verify(out, "--anchors", anchors.toString());
        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("verified: signed by version 1 of release, as entry");
        assertThat(verify(out).out()).contains("was not looked for");
    }

    @Test
    void anotherMessageKeyOrEntryDoesNotVerify() throws Exception {
        Path out = home.resolve("sig.json");
        Files.writeString(out, signed(MESSAGE).toString());
        assertThat(verify(out).code()).isZero();
        Files.writeString(out, signed("release 1.1\n").toString());
        assertThat(verify(out).code()).isEqualTo(1);
        ObjectNode other = signed("release 1.1\n");
        ObjectNode mixed = signed(MESSAGE);
        mixed.set("leaf", other.get("leaf"));
        mixed.set("receipt", other.get("receipt"));
        Files.writeString(out, mixed.toString());
        assertThat(verify(out, "--anchors", anchors().toString()).code()).isEqualTo(1);
        Files.writeString(out, signed(MESSAGE).put("algorithm", "RS256").toString());
        assertThat(verify(out).code()).isEqualTo(2);
        Files.writeString(out, signed(MESSAGE).toString());
        KeyPair own = pair;
        start();
        assertThat(pair).isNotEqualTo(own);
        assertThat(verify(out).code()).isEqualTo(1);
    }

    @Test
    void aReceiptOfAnotherMessageIsNotBelieved() throws Exception {
        ObjectNode other = signed("release 1.1\n");
        ObjectNode answer = signed(MESSAGE);
        answer.set("leaf", other.get("leaf"));
        answer.set("receipt", other.get("receipt"));
        operator.service().can(KEY + "/signatures", answer);

        assertThat(operator.run("keys", "sign", "release", file.toString()).code()).isEqualTo(1);
    }

    @Test
    void openSslVerifiesTheBareSignatureInDer() throws Exception {
        operator.service().can(KEY + "/signatures", signed(MESSAGE));
        Path raw = home.resolve("app.sig");
        Session session =
                operator.run(
                        "keys",
                        "sign",
                        "release",
                        file.toString(),
                        "--raw",
                        raw.toString(),
                        "--der");
        assertThat(session.code()).as(session.err()).isZero();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(pair.getPublic());
        verifier.update(Bytes.utf8(MESSAGE).toArray());
        assertThat(verifier.verify(Files.readAllBytes(raw))).isTrue();
        assertThat(operator.run("keys", "sign", "release", file.toString(), "--der").code())
                .isEqualTo(3);
    }

    @Test
    void standardInputIsSigned() throws Exception {
        operator.service().can(KEY + "/signatures", signed(MESSAGE));
        assertThat(operator.runWith(MESSAGE, "keys", "sign", "release", "-").code()).isZero();
    }

    @Test
    void aKeyIsMadeOnlyWhereNoneIs() {
        Session session =
                operator.run(
                        "keys",
                        "create",
                        "release",
                        "--algorithm",
                        "ES256",
                        "--description",
                        "signs",
                        "--destroy-after",
                        "86400");
        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("release is made").contains("BEGIN PUBLIC KEY");
        assertThat(operator.service().requests()).anyMatch(each -> each.startsWith("PUT " + KEY));
    }

    @Test
    void theLifeOfAKeyHasAVerbForEachStep() {
        operator.service().can(KEY + "/rotation", key("active").put("latest_version", 2));
        operator.service().can(KEY + "/restoration", key("active"));
        assertThat(operator.run("keys", "rotate", "release").out()).contains("version 2 signs");
        assertThat(operator.run("keys", "disable", "release").out()).contains("signs no more");
        assertThat(operator.run("keys", "enable", "release").out()).contains("release signs");
        assertThat(operator.run("keys", "destroy", "release", "--yes").out())
                .contains("destroyed at 2030-01-01T00:00:00Z");
        assertThat(operator.run("keys", "restore", "release").out()).contains("release is kept");
        assertThat(operator.run("keys", "show", "release", "--json").out()).contains("active");
    }

    @Test
    void whatKeepsTheKeysIsShownByOperation() {
        ObjectNode hsm =
                Json.object()
                        .put("profile", "yubihsm2")
                        .put("title", "YubiHSM 2")
                        .put("standing", "hsm")
                        .put("fips", false);
        hsm.putArray("abilities")
                .addObject()
                .put("operation", "seal")
                .put("keys", "AES-256-GCM")
                .put("state", "missing")
                .put("needed", true)
                .put("tried", false)
                .put("detail", "the token does not offer AES_GCM");
        hsm.putArray("remarks").add("It hums.");
        operator.service().can("/v1/hsm", hsm);

        assertThat(operator.run("keys", "hsm").out())
                .contains("YubiHSM 2 (profile yubihsm2): hsm")
                .contains("missing")
                .contains("does not offer AES_GCM")
                .contains("note: It hums.");
        assertThat(operator.run("keys", "hsm", "--json").out()).contains("\"standing\" : \"hsm\"");
    }

    @Test
    void membersAreListedWithWhatTheyLack() {
        ObjectNode members = Json.object();
        members.putArray("items")
                .addObject()
                .put("name", "member-2")
                .put("state", "away")
                .put("secrets", 12)
                .put("sealed", 9)
                .put("missing", 3);
        operator.service().can("/v1/members", members);

        assertThat(operator.run("keys", "members").out())
                .containsPattern("member-2 +away +12 +9 +3");
        assertThat(operator.run("keys", "members", "--json").out()).contains("\"missing\" : 3");
    }

    @Test
    void theTokenIsListedApart() {
        operator.service()
                .can("/v1/keys/log", Json.object().put("label", "log").put("type", "ED25519"));
        assertThat(operator.run("keys", "token", "log").out()).contains("ED25519");
    }
}
