package dev.sealwright.operator.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.client.standin.StandInPeople.Posted;
import dev.sealwright.client.standin.StandInPeople.Streamed;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.ExportedSecret;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretCommandsTest {
    private static final String SECRETS = "/v1/orgs/demo/secrets";
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes ROW = Bytes.fromHex("0a".repeat(16));
    private static final Bytes BLOB = Bytes.fromHex("0b".repeat(32));
    private static final int MOST = 16 * 1024 * 1024;
    private static final String VALUE = "hunter2 the canary";

    @TempDir private Path home;
    private OperatorRuns operator;

    @BeforeEach
    void start() {
        operator = new OperatorRuns(home);
        operator.login();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    /** An answer with a leaf of the service's log. */
    private ObjectNode logged(LeafBody body) {
        StandInLog log = operator.service().desk().log();
        StandInLog.Entry entry = log.append(operator.clock().instant(), ORG, body);
        return Json.object()
                .put("leaf", entry.leaf().base64Url())
                .put("receipt", log.receipt(entry.index()).text());
    }

    private ObjectNode sealed(long version) {
        return logged(new SecretBody.Seal(ROW, version, BLOB))
                .put("version", version)
                .put("blob_sha256", BLOB.base64Url())
                .put("size", VALUE.length());
    }

    private Streamed unsealed(long version, byte[] value) {
        return opened(
                version, logged(new SecretBody.Unseal(ROW, version, BLOB, BLOB)), Bytes.of(value));
    }

    private static Streamed opened(long version, ObjectNode logged, Bytes value) {
        return new Streamed(
                Map.of(
                        "Sealwright-Version",
                        Long.toString(version),
                        "Sealwright-Leaf",
                        logged.get("leaf").asText(),
                        "Sealwright-Proof",
                        Bytes.utf8(logged.get("receipt").asText()).base64Url()),
                value,
                value.size());
    }

    private void can(String path, Streamed answer) {
        operator.service().can(SECRETS + path, answer);
    }

    private static byte[] random(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return value;
    }

    private void can(String path, ObjectNode answer) {
        operator.service().can(SECRETS + path, answer);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aValueComesFromStandardInputAndIsNotShown() {
        can("/db/versions", sealed(1));

        Session session = operator.runWith(VALUE + "\n", "secrets", "put", "db");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).contains("db version 1 is sealed").doesNotContain(VALUE);
        assertThat(operator.service().requests())
                .anyMatch(each -> each.startsWith("PUT " + SECRETS));
    }

    @Test
    void aFileIsReadWholeAndAnExistingSecretIsNotDescribedAgain() throws IOException {
        can("/db", Json.object().put("name", "db"));
        can("/db/versions", sealed(2));
        Path file = home.resolve("value");
        Files.writeString(file, VALUE + "\n");

        Session session =
                operator.run("secrets", "put", "db", "--value-file", file.toString(), "--json");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(Fields.parse(utf8(session.out())).number("version")).isEqualTo(2);
        assertThat(operator.service().requests()).noneMatch(each -> each.startsWith("PUT"));
    }

    @Test
    void aValueThatIsTooLargeIsNotSent() throws IOException {
        Path file = home.resolve("value");
        Files.write(file, new byte[MOST + 1]);

        Session session = operator.run("secrets", "put", "db", "--value-file", file.toString());

        assertThat(session.code()).isEqualTo(2);
        assertThat(operator.service().requests()).noneMatch(each -> each.contains("secrets"));
    }

    @Test
    void theLargestValueGoesAsItIsUnderItsDigest() throws IOException {
        can("/db/versions", sealed(1));
        Path file = home.resolve("value");
        byte[] value = random(MOST);
        Files.write(file, value);

        Session session = operator.run("secrets", "put", "db", "--value-file", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        Posted posted = operator.service().posted(SECRETS + "/db/versions");
        assertThat(posted.body()).isEqualTo(Bytes.of(value));
        assertThat(posted.headers())
                .containsEntry("Content-type", List.of("application/octet-stream"))
                .containsEntry(
                        "Content-digest",
                        List.of(
                                "sha-256=:"
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        Sha256.of(Bytes.of(value)).toArray())
                                        + ":"))
                .containsKey("Idempotency-key");
    }

    @Test
    void theLargestValueIsOpened() throws IOException {
        byte[] value = random(MOST);
        can("/db/versions/latest/unseal", unsealed(1, value));
        Path file = home.resolve("opened");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(file).hasBinaryContent(value);
    }

    @Test
    void anAnswerThatBreaksOffLeavesTheFileAsItWas() throws IOException {
        Streamed whole = unsealed(1, random(200_000));
        can(
                "/db/versions/latest/unseal",
                new Streamed(whole.headers(), whole.body(), whole.size() + 1));
        Path file = home.resolve("opened");
        Files.writeString(file, "as it was");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isNotZero();
        assertThat(session.err()).contains("broke off");
        assertThat(file).hasContent("as it was");
        try (var files = Files.list(home)) {
            assertThat(files.filter(each -> each.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsLongerThanAnyValueIsNotRead() {
        Streamed whole = unsealed(1, random(10));
        can("/db/versions/latest/unseal", new Streamed(whole.headers(), whole.body(), MOST + 1L));
        Path file = home.resolve("opened");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isNotZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void aReceiptThatHasNoRoomInTheHeadersIsFetched() throws IOException {
        ObjectNode logged = logged(new SecretBody.Unseal(ROW, 1, BLOB, BLOB));
        Map<String, String> headers =
                Map.of(
                        "Sealwright-Version",
                        "1",
                        "Sealwright-Leaf",
                        logged.get("leaf").asText(),
                        "Sealwright-Receipt",
                        "index=7, size=8");
        can("/db/versions/latest/unseal", new Streamed(headers, Bytes.utf8(VALUE), VALUE.length()));
        operator.service().can("/audit/proof", Bytes.utf8(logged.get("receipt").asText()));
        Path file = home.resolve("opened");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(file).hasContent(VALUE);
    }

    @Test
    void aReceiptOfAnotherVersionIsNotBelieved() {
        can("/db/versions", sealed(1).put("version", 2));

        Session session = operator.runWith(VALUE + "\n", "secrets", "put", "db");

        assertThat(session.code()).isEqualTo(1);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void nothingToSealIsAWrongCommandLine() {
        assertThat(operator.runWith("", "secrets", "put", "db").code()).isEqualTo(3);
        assertThat(operator.runWith(VALUE, "secrets", "put").code()).isEqualTo(3);
    }

    @Test
    void anOpenedValueGoesToAPrivateFile() throws IOException {
        can("/db/versions/latest/unseal", unsealed(3, utf8(VALUE)));
        Path file = home.resolve("password");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(file).hasContent(VALUE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(session.out()).contains("version 3").doesNotContain(VALUE);
    }

    @Test
    void anOpenedTextGoesToStandardOutputAsItIs() {
        can("/db/versions/2/unseal", unsealed(2, utf8("plain text")));

        Session session = operator.run("secrets", "unseal", "db", "--version", "2", "--out", "-");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(session.out()).isEqualTo("plain text");
    }

    @Test
    void whatIsNoTextIsNotPutOnATerminal() {
        can("/db/versions/latest/unseal", unsealed(1, new byte[] {(byte) 0xff, 0}));

        Session session = operator.run("secrets", "unseal", "db", "--out", "-");

        assertThat(session.code()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void anUnsealLeafOfAnotherKindIsNotBelieved() {
        can("/db/versions/latest/unseal", opened(1, sealed(1), Bytes.utf8(VALUE)));
        Path file = home.resolve("password");

        Session session = operator.run("secrets", "unseal", "db", "--out", file.toString());

        assertThat(session.code()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void allVersionsAreDestroyedBeforeTheSecretGoes() {
        ObjectNode versions = Json.object();
        var items = versions.putArray("items");
        items.addObject().put("version", 1).put("state", "destroyed");
        items.addObject().put("version", 2).put("state", "sealed");
        can("/db/versions", versions);

        Session session = operator.run("secrets", "delete", "db", "--all-versions");

        assertThat(session.code()).as(session.err()).isZero();
        assertThat(operator.service().requests())
                .containsSubsequence(
                        "DELETE " + SECRETS + "/db/versions/2 0", "DELETE " + SECRETS + "/db 0")
                .doesNotContain("DELETE " + SECRETS + "/db/versions/1 0");
        assertThat(
                        operator.run("secrets", "delete", "db", "--all-versions", "--version", "1")
                                .code())
                .isEqualTo(3);
    }

    @Test
    void anExportHoldsWhatTheLogNames() throws IOException {
        SealedSecret blob =
                new SealedSecret(
                        ROW,
                        Bytes.zeros(12),
                        Bytes.zeros(48),
                        new RecoveryBox(Bytes.zeros(32), Bytes.zeros(48)),
                        Optional.empty());
        oneSecretOfOneVersion();
        can(
                "/db/versions/1/sealed",
                logged(new SecretBody.Seal(ROW, 1, blob.digest()))
                        .put("version", 1)
                        .put("blob", blob.encode().base64Url()));
        Path file = home.resolve("secrets.export");

        Session session = operator.run("secrets", "export", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        Bytes written = Bytes.of(Files.readAllBytes(file));
        int start = ExportedSecret.MAGIC.size();
        assertThat(written.slice(0, start)).isEqualTo(ExportedSecret.MAGIC);
        int length = ByteBuffer.wrap(written.toArray()).getInt(start);
        ExportedSecret exported =
                ExportedSecret.decode(written.slice(start + 4, start + 4 + length));
        assertThat(exported.blob()).isEqualTo(blob.encode());
        assertThat(exported.name()).isEqualTo("db");
        assertThat(written.size()).isEqualTo(start + 4 + length);
        assertThat(operator.run("secrets", "export", "--out", file.toString()).code()).isEqualTo(5);
    }

    @Test
    void theChunksOfALargeValueAreExportedIfTheyAreWhatWasSealed() throws IOException {
        Bytes chunks = Bytes.of(random(3_000_000));
        int size = chunks.size() - 46 * ContentCipher.OVERHEAD;
        SealedSecret blob =
                new SealedSecret(
                        ROW,
                        Bytes.zeros(12),
                        Bytes.zeros(48),
                        new RecoveryBox(Bytes.zeros(32), Bytes.zeros(48)),
                        Optional.of(new SecretContent(size, Sha256.of(chunks))));
        oneSecretOfOneVersion();
        can(
                "/db/versions/1/sealed",
                logged(new SecretBody.Seal(ROW, 1, blob.digest()))
                        .put("version", 1)
                        .put("blob", blob.encode().base64Url())
                        .putNull("content"));
        can("/db/versions/1/sealed", new Streamed(Map.of(), chunks, chunks.size()));
        Path file = home.resolve("secrets.export");
        Session session = operator.run("secrets", "export", "--out", file.toString());

        assertThat(session.code()).as(session.err()).isZero();
        Bytes written = Bytes.of(Files.readAllBytes(file));
        assertThat(written.slice(written.size() - chunks.size(), written.size())).isEqualTo(chunks);

        Bytes changed = Bytes.zeros(chunks.size());
        can("/db/versions/1/sealed", new Streamed(Map.of(), changed, changed.size()));
        Path other = home.resolve("other.export");
        assertThat(operator.run("secrets", "export", "--out", other.toString()).code())
                .isEqualTo(1);
        assertThat(other).doesNotExist();
    }

    private void oneSecretOfOneVersion() {
        ObjectNode secrets = Json.object();
        secrets.putArray("items").addObject().put("name", "db");
        operator.service().can(SECRETS, secrets);
        ObjectNode versions = Json.object();
        versions.putArray("items").addObject().put("version", 1).put("state", "sealed");
        can("/db/versions", versions);
    }

    @Test
    void aBlobThatTheLogDoesNotNameIsNotExported() {
        SecretContent content = new SecretContent(10, Sha256.of(Bytes.zeros(26)));
        SealedSecret blob =
                new SealedSecret(
                        ROW,
                        Bytes.zeros(12),
                        Bytes.zeros(48),
                        new RecoveryBox(Bytes.zeros(32), Bytes.zeros(48)),
                        Optional.of(content));
        oneSecretOfOneVersion();
        can(
                "/db/versions/1/sealed",
                logged(new SecretBody.Seal(ROW, 1, BLOB))
                        .put("version", 1)
                        .put("blob", blob.encode().base64Url())
                        .putNull("content"));
        can("/db/versions/1/sealed", new Streamed(Map.of(), Bytes.zeros(26), 26));
        Path file = home.resolve("secrets.export");

        Session session = operator.run("secrets", "export", "--out", file.toString());

        assertThat(session.code()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }
}
