package dev.sealwright.controlplane.vault;

import static dev.sealwright.controlplane.vault.People.body;
import static dev.sealwright.controlplane.vault.People.must;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.Orgs;
import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.secret.SealedSecret;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that are bodies of their own. The service holds 1 MiB of a body at most. */
class LargeSecretsTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final String SECRETS = "/v1/orgs/acme/secrets";
    private static final String BYTES = "application/octet-stream";
    private static final int MOST = 16 * 1024 * 1024;

    private static Client keeper;

    @BeforeAll
    static void anOrganisation() {
        People people = new People(SERVICE);
        people.org("acme");
        keeper = people.user("acme", "keeper", "ADMIN", "[\"*\"]");
    }

    private static String secret(String name) {
        must(keeper.put(SECRETS + "/" + name, "{}"));
        return SECRETS + "/" + name;
    }

    private static byte[] random(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return value;
    }

    private static Answer add(Client by, String secret, BodyPublisher value) {
        return by.send("POST", secret + "/versions", value, BYTES);
    }

    private static Answer add(String secret, byte[] value) {
        return add(keeper, secret, BodyPublishers.ofByteArray(value));
    }

    /** Of a length that is not announced. */
    private static BodyPublisher chunked(byte[] value) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(value));
    }

    private static Answer open(String secret) {
        return keeper.with("Accept", BYTES).post(secret + "/versions/latest/unseal");
    }

    private static String digest(byte[] value) {
        return "sha-256=:"
                + Base64.getEncoder().encodeToString(Sha256.of(Bytes.of(value)).toArray())
                + ":";
    }

    private static Client under(String key, byte[] announced) {
        return keeper.with("Idempotency-Key", key).with("Content-Digest", digest(announced));
    }

    private static long latest(String secret) {
        return must(keeper.get(secret)).json().number("latest_version");
    }

    private static long count(String rows) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int change(String statement, String secret) {
        try (Connection connection = SERVICE.database().getConnection();
                Statement run = connection.createStatement()) {
            return run.executeUpdate(
                    statement
                            + " AND c.leaf_id IN (SELECT v.leaf_id FROM secret_version v JOIN"
                            + " record_row r ON r.id = v.secret WHERE r.name = '"
                            + secret.substring(SECRETS.length() + 1)
                            + "')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theLargestValueComesBackWithItsProof() {
        String secret = secret("largest");
        byte[] value = random(MOST);
        Json added = must(add(secret, value)).json();

        Answer opened = must(open(secret));

        assertThat(added.number("size")).isEqualTo(MOST);
        assertThat(opened.body()).isEqualTo(Bytes.of(value));
        assertThat(opened.header("Content-Type")).isEqualTo(BYTES);
        assertThat(opened.header("Content-Length")).isEqualTo(Integer.toString(MOST));
        assertThat(opened.header("Cache-Control")).isEqualTo("no-store");
        assertThat(opened.header("Sealwright-Version")).isEqualTo("1");
        SecretBody.Unseal unseal =
                new ReceiptVerifier(SERVICE.anchors())
                        .verify(
                                Bytes.fromBase64Url(opened.header("Sealwright-Leaf")),
                                Receipt.parse(proof(opened)))
                        .expect(SecretBody.Unseal.class);
        assertThat(unseal.blob()).isEqualTo(Bytes.fromBase64Url(added.text("blob_sha256")));
        String index = opened.header("Sealwright-Receipt").replaceAll("index=(\\d+),.*", "$1");
        assertThat(proof(opened)).contains("index " + index);
        assertThat(must(SERVICE.people().get("/audit/proof?index=" + index)).status())
                .isEqualTo(200);
    }

    private static String proof(Answer opened) {
        return new String(
                Bytes.fromBase64Url(opened.header("Sealwright-Proof")).toArray(),
                StandardCharsets.UTF_8);
    }

    @Test
    void aValueOfAnySizeIsTakenAndGiven() {
        String secret = secret("sizes");
        for (int size : List.of(1, 4096, 4097, 65_536, 65_537, 1_048_577)) {
            byte[] value = random(size);
            must(add(keeper, secret, size % 2 == 0 ? chunked(value) : publisher(value)));
            assertThat(must(open(secret)).body()).isEqualTo(Bytes.of(value));
        }
        assertThat(add(secret, new byte[0]).problem()).isEqualTo("invalid-request");
        assertThat(add(keeper, secret, chunked(new byte[0])).problem())
                .isEqualTo("invalid-request");
    }

    private static BodyPublisher publisher(byte[] value) {
        return BodyPublishers.ofByteArray(value);
    }

    @Test
    void oneByteMoreIsRefusedAndLeavesNothing() {
        String secret = secret("too-large");
        long chunks = count("secret_chunk");
        for (int size : List.of(MOST + 1, MOST + 4 * 1024 * 1024)) {
            byte[] value = random(size);
            for (BodyPublisher body : List.of(publisher(value), chunked(value))) {
                Answer refused = add(keeper, secret, body);
                assertThat(refused.status()).as(refused.text()).isEqualTo(413);
                assertThat(refused.problem()).isEqualTo("secret-too-large");
            }
        }
        assertThat(count("secret_chunk")).isEqualTo(chunks);
        assertThat(count("secret_version WHERE sealed_at IS NULL")).isZero();
        assertThat(latest(secret)).isZero();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws InterruptedException {
        String secret = secret("broken");
        byte[] half = random(MOST / 2);
        BodyPublisher breaking =
                BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new BrokenOff(half)), MOST);
        String of = "secret_version v JOIN record_row r ON r.id = v.secret WHERE r.name = 'broken'";

        assertThatThrownBy(() -> add(keeper, secret, breaking))
                .isInstanceOf(UncheckedIOException.class);
        while (count(of) > 0) {
            Thread.onSpinWait();
        }

        assertThat(latest(secret)).isZero();
        assertThat(must(add(secret, half)).json().number("version")).isEqualTo(1);
        assertThat(must(open(secret)).body()).isEqualTo(Bytes.of(half));
    }

    /** Ends with a failure in place of an end. */
    private static final class BrokenOff extends FilterInputStream {
        BrokenOff(byte[] half) {
            super(new ByteArrayInputStream(half));
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0) {
                throw new IOException("the network is gone");
            }
            return read;
        }
    }

    @Test
    void aChangedChunkEndsTheAnswerBeforeItsEnd() {
        String secret = secret("changed");
        must(add(secret, random(MOST / 2)));
        assertThat(
                        change(
                                "UPDATE secret_chunk c SET data = (SELECT data FROM secret_chunk d"
                                        + " WHERE d.leaf_id = c.leaf_id AND d.number = 0)"
                                        + " WHERE number = 100",
                                secret))
                .isEqualTo(1);

        assertThatThrownBy(() -> open(secret)).isInstanceOf(UncheckedIOException.class);
        change("DELETE FROM secret_chunk c WHERE number = 100", secret);
        assertThatThrownBy(() -> open(secret)).isInstanceOf(UncheckedIOException.class);
        change("DELETE FROM secret_chunk c WHERE number = 0", secret);
        assertThat(open(secret).problem()).isEqualTo("secret-damaged");
    }

    @Test
    void aRepetitionUnderItsKeyAddsNoSecondVersion() {
        String secret = secret("repeated");
        byte[] value = random(2_000_000);

        Answer first = must(add(under("large-1", value), secret, publisher(value)));
        Answer again = must(add(under("large-1", value), secret, publisher(value)));
        Answer other = add(under("large-1", random(3)), secret, publisher(random(3)));
        Answer json = under("large-1", value).post(secret + "/versions", body(Bytes.of(random(3))));

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(json.problem()).isEqualTo("idempotency-key-reused");
        assertThat(latest(secret)).isEqualTo(1);
    }

    @Test
    void underAKeyTheBodyMustSayWhatItIs() {
        String secret = secret("undigested");
        byte[] value = random(5000);

        Answer without = add(keeper.with("Idempotency-Key", "large-2"), secret, publisher(value));
        assertThat(without.problem()).isEqualTo("invalid-request");
        assertThat(without.json().text("detail")).contains("Content-Digest");
        assertThat(latest(secret)).isZero();
    }

    @Test
    void aBodyThatIsNotTheAnnouncedOneIsNotSealed() {
        String secret = secret("announced");
        for (int size : List.of(100, 2_000_000)) {
            byte[] value = random(size);
            String key = "announced-" + size;

            Answer damaged = add(under(key, value), secret, publisher(random(size + 1)));
            assertThat(damaged.problem()).as(damaged.text()).isEqualTo("body-damaged");
            assertThat(
                            add(
                                            keeper.with("Content-Digest", digest(value)),
                                            secret,
                                            publisher(random(size + 1)))
                                    .problem())
                    .isEqualTo("body-damaged");

            must(add(under(key, value), secret, publisher(value)));
            assertThat(must(open(secret)).body()).isEqualTo(Bytes.of(value));
        }
        assertThat(latest(secret)).isEqualTo(2);
    }

    @Test
    void anAttemptWhoseAnswerWasLostIsFound() {
        String secret = secret("lost");
        Org org = SERVICE.bean(Orgs.class).find("acme").orElseThrow();
        Secret found = SERVICE.bean(Secrets.class).require(org.tag(), "lost");
        ActId act = new ActId(SERVICE.bean(Ids.class).next());
        Sealing sealing = SERVICE.bean(Sealing.class);
        byte[] value = random(2_000_000);

        Sealing.Added first = sealing.add(found, act, new ByteArrayInputStream(value));
        Sealing.Added again = sealing.add(found, act, new ByteArrayInputStream(value));

        assertThat(again.number()).isEqualTo(first.number());
        assertThat(latest(secret)).isEqualTo(1);
    }

    @Test
    void jsonNamesTheOtherWay() {
        String secret = secret("as-json");
        byte[] value = random(768 * 1024 + 1);
        must(add(secret, value));
        long leaves = SERVICE.bean(Log.class).status().size();

        Answer refused = keeper.post(secret + "/versions/1/unseal");
        assertThat(refused.problem()).isEqualTo("secret-too-large");
        assertThat(refused.json().text("detail")).contains(BYTES);
        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(leaves);
        Json sealed = must(keeper.get(secret + "/versions/1/sealed")).json();
        Answer chunks = must(keeper.with("Accept", BYTES).get(secret + "/versions/1/sealed"));
        SealedSecret blob = SealedSecret.decode(Bytes.fromBase64Url(sealed.text("blob")));
        assertThat(Sha256.of(chunks.body())).isEqualTo(blob.content().orElseThrow().digest());
        must(add(secret, random(768 * 1024)));
        assertThat(must(keeper.post(secret + "/versions/2/unseal")).json().text("value"))
                .isEqualTo(Bytes.of(random(768 * 1024)).base64Url());
        must(add(secret, random(10)));
        assertThat(keeper.with("Accept", BYTES).get(secret + "/versions/3/sealed").problem())
                .isEqualTo("not-found");
    }

    @Test
    void everyOtherRouteKeepsItsBound() {
        String secret = secret("bounds");
        String json = "{\"description\":\"" + "x".repeat(1 << 20) + "\"}";
        for (BodyPublisher body :
                List.of(BodyPublishers.ofString(json), chunked(Bytes.utf8(json).toArray()))) {
            for (String route : List.of("PUT " + secret, "POST " + secret + "/versions")) {
                String[] parts = route.split(" ", -1);
                assertThat(keeper.send(parts[0], parts[1], body, "application/json").problem())
                        .as(route)
                        .isEqualTo("too-large");
                assertThat(
                                keeper.with("Idempotency-Key", UUID.randomUUID().toString())
                                        .send(parts[0], parts[1], body, "application/json")
                                        .problem())
                        .as(route)
                        .isEqualTo("too-large");
            }
            assertThat(keeper.send("PUT", secret, body, BYTES).problem())
                    .isIn("unsupported-media-type", "too-large");
        }
        byte[] large = random(2_000_000);
        assertThat(add(SERVICE.people(), secret, publisher(large)).problem())
                .isEqualTo("unauthenticated");
        assertThat(latest(secret)).isZero();
    }
}
