package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What anyone, and what auditors, can read of the log. */
class LogReadersTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final int LEAVES = 300;

    @BeforeAll
    static void someLeaves() {
        Log log = SERVICE.bean(Log.class);
        for (int i = 0; i < LEAVES / 30; i++) {
            log.await(SERVICE.bean(Storage.class).write(connection -> thirty(log)));
        }
    }

    private static LeafRef thirty(Log log) {
        LeafRef last = LogRoom.happened(log, Leaf.NO_ORG);
        for (int n = 1; n < 30; n++) {
            last = LogRoom.happened(log, Leaf.NO_ORG);
        }
        return last;
    }

    private static Client anyone() {
        return SERVICE.people();
    }

    private static Checkpoint checkpoint() {
        Answer answer = anyone().get("/log/1/checkpoint");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return VerifiedCheckpoint.verify(Note.parse(answer.text()), SERVICE.anchors()).checkpoint();
    }

    @Test
    void aMirrorRecomputesTheSignedRootFromTheEntries() {
        Checkpoint checkpoint = checkpoint();
        Frontier frontier = Frontier.EMPTY;
        for (Bytes entry : entries(checkpoint.size())) {
            frontier = frontier.append(TreeHash.leaf(entry));
        }

        assertThat(checkpoint.size()).isGreaterThan(Tile.FULL);
        assertThat(frontier.root()).isEqualTo(checkpoint.root());
    }

    private static List<Bytes> entries(long size) {
        List<Bytes> entries = new ArrayList<>();
        for (long index = 0; index * Tile.FULL < size; index++) {
            Tile tile = Tile.inTree(Tile.ENTRIES, index, size);
            Answer answer = anyone().get("/log/1/" + tile.path());
            assertThat(answer.status()).isEqualTo(200);
            entries.addAll(EntryBundle.decode(answer.body(), tile.width()));
        }
        return entries;
    }

    @Test
    void theHashTilesAreThoseOfTheEntries() {
        List<Bytes> entries = entries(checkpoint().size());
        Answer full = anyone().get("/log/1/tile/0/000");
        Answer above = anyone().get("/log/1/tile/1/000.p/1");
        List<Bytes> hashes = entries.subList(0, Tile.FULL).stream().map(TreeHash::leaf).toList();

        assertThat(new Tile(0, 0, Tile.FULL).hashes(full.body())).isEqualTo(hashes);
        assertThat(above.body()).isEqualTo(Frontier.EMPTY.appendAll(hashes).root());
        assertThat(full.header("Cache-Control")).contains("immutable");
    }

    @Test
    void aPartialTileStaysServedWhenTheLogHasOutgrownIt() {
        Answer partial = anyone().get("/log/1/tile/0/000.p/17");

        assertThat(partial.status()).isEqualTo(200);
        assertThat(partial.body().size()).isEqualTo(17 * TreeHash.SIZE);
        assertThat(EntryBundle.decode(anyone().get("/log/1/tile/entries/000.p/17").body(), 17))
                .hasSize(17);
    }

    @Test
    void nothingBeyondTheSignedCheckpointAndNoOtherEpochIsServed() {
        for (String path :
                List.of(
                        "/log/1/tile/0/001",
                        "/log/1/tile/0/001.p/255",
                        "/log/1/tile/0/009.p/1",
                        "/log/1/tile/1/000.p/2",
                        "/log/1/tile/0/0",
                        "/log/1/tile/0/000.p/0",
                        "/log/1/tile/0/000.p/017",
                        "/log/1/tile/64/000.p/1",
                        "/log/1/tile/data/000",
                        "/log/2/checkpoint",
                        "/log/2/tile/0/000")) {
            assertThat(anyone().get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aProofOfAnyIndexVerifies() {
        Bytes leaf = entries(checkpoint().size()).get(5);
        Receipt receipt = Receipt.parse(anyone().get("/audit/proof?index=5").text());

        assertThat(new ReceiptVerifier(SERVICE.anchors()).verify(leaf, receipt).index())
                .isEqualTo(5);
        assertThat(anyone().get("/audit/proof?index=100000").status()).isEqualTo(404);
        assertThat(anyone().get("/audit/proof?index=x").status()).isEqualTo(422);
    }

    @Test
    void theSigningKeyVerifiesTheCheckpoint() {
        Json key = anyone().get("/audit/signing-key").json().items("keys").getFirst();

        Note note = Note.parse(anyone().get("/audit/checkpoint").text());
        assertThat(note.signedBy(NoteKey.parseVkey(key.text("vkey")))).isTrue();
        assertThat(key.text("pem")).startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void auditorsReadEntriesByKindAndPage() {
        Json first = SERVICE.admin().get("/audit/entries?kind=event&limit=10").json();
        Json second =
                SERVICE.admin()
                        .get(
                                "/audit/entries?kind=event&limit=10&cursor="
                                        + first.text("next_cursor"))
                        .json();

        assertThat(first.items("items")).hasSize(10);
        assertThat(second.items("items").getFirst().number("leaf_index"))
                .isGreaterThan(first.items("items").getLast().number("leaf_index"));
        assertThat(first.items("items").getFirst().text("kind")).isEqualTo("server.started");
        assertThat(anyone().get("/audit/entries").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void theNewestEntriesComeFirstWhenAskedSo() {
        Json first = SERVICE.admin().get("/audit/entries?order=newest&limit=5").json();
        Json second =
                SERVICE.admin()
                        .get(
                                "/audit/entries?order=newest&limit=5&cursor="
                                        + first.text("next_cursor"))
                        .json();

        assertThat(first.items("items").getFirst().number("leaf_index"))
                .isEqualTo(checkpoint().size() - 1);
        assertThat(second.items("items").getFirst().number("leaf_index"))
                .isEqualTo(first.items("items").getLast().number("leaf_index") - 1);
        assertThat(SERVICE.admin().get("/audit/entries?order=sideways").problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void filtersCombineAndDocumentsOpenTheirLeaves() {
        String began = SERVICE.clock().instant().toString();
        SERVICE.admin().put("/v1/orgs/filters", "{}");
        SERVICE.admin().put("/v1/orgs/filters/users/anna", "{}");
        SERVICE.admin().put("/v1/orgs/filters/users/bert", "{}");
        String actor = "&actor=user:platform/first-admin";
        String path = "/audit/entries?org=filters&kind=user&since=" + began;
        List<Json> found = SERVICE.admin().get(path + actor).json().items("items");

        assertThat(found).hasSize(2);
        Json user = found.getFirst();
        Opening opening =
                new Opening(
                        Bytes.fromBase64Url(user.text("salt")), Bytes.utf8(user.text("detail")));
        Leaf leaf = LeafCodec.decode(Bytes.fromBase64Url(user.text("leaf")));
        assertThat(opening.opens(leaf.body())).isTrue();
        assertThat(user.text("detail")).contains("anna");
        assertThat(items(path + "&actor=user:filters/anna")).isEmpty();
        assertThat(items(path + "&until=" + began)).isEmpty();
        assertThat(items(path + actor + "&limit=1")).hasSize(1);
    }

    @Test
    void anAuditorReadsHisOwnOrganisationAlone() {
        SERVICE.admin().put("/v1/orgs/own", "{}");
        SERVICE.admin().put("/v1/orgs/other", "{}");
        Client auditor = withRole("own", "AUDITOR");

        assertThat(auditor.get("/audit/entries?org=own").status()).isEqualTo(200);
        assertThat(auditor.get("/audit/entries?org=other").status()).isEqualTo(404);
        assertThat(auditor.get("/audit/entries").status()).isEqualTo(404);
        assertThat(withRole("own", "DEVELOPER").get("/audit/entries?org=own").status())
                .isEqualTo(403);
        Json key =
                auditor.get("/audit/entries?org=own&kind=api-key").json().items("items").getFirst();
        assertThat(key.at("detail").node().isNull()).isTrue();
    }

    private static Client withRole(String org, String role) {
        String name = role.toLowerCase(Locale.ROOT);
        String base = "/v1/orgs/" + org;
        String key = "sw_" + Sha256.of(Bytes.utf8(org + role)).base64Url();
        SERVICE.admin().put(base + "/users/" + name, "{}");
        SERVICE.admin()
                .put(
                        base + "/role-bindings/" + name,
                        "{\"user\":\"" + name + "\",\"role\":\"" + role + "\"}");
        String digest = Sha256.of(Bytes.utf8(key)).base64Url();
        SERVICE.admin()
                .put(
                        base + "/api-keys/" + name,
                        "{\"user\":\"" + name + "\",\"secret_sha256\":\"" + digest + "\"}");
        return SERVICE.people().withKey(key);
    }

    private static List<Json> items(String path) {
        return SERVICE.admin().get(path).json().items("items");
    }

    @Test
    void eventsAreFoundByWhatHappened() {
        assertThat(SERVICE.admin().get("/audit/entries?kind=server.started").json().items("items"))
                .hasSize(LEAVES);
        assertThat(SERVICE.admin().get("/audit/entries?kind=server.stopped").json().items("items"))
                .isEmpty();
        assertThat(SERVICE.admin().get("/audit/entries?kind=ceremony").json().items("items"))
                .hasSize(1);
    }

    @Test
    void anAuditorLearnsWhereTheDatabaseWasChanged() throws Exception {
        Json whole = SERVICE.admin().get("/audit/integrity").json();
        assertThat(whole.flag("verified")).as(whole.toString()).isTrue();
        sql("UPDATE log_entry SET time = time + interval '1 hour' WHERE index = 40");
        Json changed = SERVICE.admin().get("/audit/integrity").json();
        sql("UPDATE log_entry SET time = time - interval '1 hour' WHERE index = 40");

        assertThat(changed.flag("verified")).isFalse();
        assertThat(changed.number("first_bad_index")).isEqualTo(40);
        assertThat(anyone().get("/audit/integrity").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void anAuditorSeesHowFarTheCheckIs() throws Exception {
        Client lines = SERVICE.admin().with("Accept", "application/jsonl");
        List<Json> whole = lines(lines.get("/audit/integrity"));
        for (Json line : whole.subList(0, whole.size() - 1)) {
            assertThat(line.number("done")).isLessThanOrEqualTo(line.number("total"));
            assertThat(line.node().get("report").isNull()).isTrue();
        }
        Json last = whole.getLast();
        assertThat(last.number("done")).isEqualTo(last.number("total")).isGreaterThan(LEAVES);
        assertThat(last.at("report").flag("verified")).isTrue();

        sql("UPDATE log_entry SET time = time + interval '1 hour' WHERE index = 40");
        Json changed = lines(lines.get("/audit/integrity")).getLast();
        sql("UPDATE log_entry SET time = time - interval '1 hour' WHERE index = 40");
        assertThat(changed.at("report").number("first_bad_index")).isEqualTo(40);
        assertThat(anyone().with("Accept", "application/jsonl").get("/audit/integrity").problem())
                .isEqualTo("unauthenticated");
    }

    private static List<Json> lines(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/jsonl");
        return answer.text().lines().map(Json::parse).toList();
    }

    private static void sql(String text) throws Exception {
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }
}
