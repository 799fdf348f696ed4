package dev.sealwright.operator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.PruningBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of which the service let entries go, copied and verified. */
final class PrunedLogTest {
    private static final int BUNDLE = 256;

    /** Anchors, ceremony and a sandbox spec, with which the log begins. */
    private static final int LASTING = 3;

    @TempDir private Path home;
    private OperatorRuns operator;
    private StandInLog log;
    private Path mirror;

    @BeforeEach
    void aLogOfThreeBundles() {
        operator = new OperatorRuns(home);
        operator.login();
        log = operator.service().desk().log();
        mirror = home.resolve("mirror");
        events(600 - log.size());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private void events(int count) {
        for (int i = 0; i < count; i++) {
            log.append(
                    operator.clock().instant(),
                    Leaf.NO_ORG,
                    new LeafBody.Event(
                            EventKind.SERVER_STARTED, EventOutcome.SUCCESS, Bytes.zeros(32)));
        }
    }

    private void prune(int minimum) {
        log.prune(operator.clock().instant(), minimum);
    }

    private void mirror() {
        Session mirrored = operator.run("log", "mirror", mirror.toString());
        assertThat(mirrored.code()).as(mirrored.err()).isZero();
    }

    private Session verify(String... more) {
        List<String> all = new ArrayList<>(List.of("verify", "log", mirror.toString()));
        all.addAll(List.of(more));
        return operator.run(all.toArray(String[]::new));
    }

    private static JsonNode json(Session session) {
        return Json.parse(session.out().getBytes(StandardCharsets.UTF_8));
    }

    private void expectPruned(long entries) {
        Session session = verify("--json");
        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(json(session).get("verified").asBoolean()).isTrue();
        assertThat(json(session).get("pruned").asLong()).isEqualTo(entries);
    }

    private void expectFound(String... findings) {
        Session session = verify();
        assertThat(session.code()).as(session.out() + session.err()).isEqualTo(1);
        assertThat(session.out()).contains("not verified").contains(findings);
    }

    @Test
    void itIsMirroredAndVerified() {
        prune(2 * BUNDLE);
        events(20);
        mirror();
        assertThat(mirror.resolve("kept/000")).exists();
        assertThat(mirror.resolve("kept/001")).exists();
        assertThat(mirror.resolve("tile/entries/000")).doesNotExist();
        assertThat(mirror.resolve("tile/entries/002.p/109")).exists();

        Session session = verify();
        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(session.out())
                .contains("621 entries of")
                .contains("509 entries below 512 are known by their hashes alone")
                .contains("verified: anchors")
                .contains("accounted for: no leaf that lasts is among the entries that went")
                .contains("chains of organisations were not followed past them");
        JsonNode json = json(verify("--json"));
        assertThat(json.get("pruned").asLong()).isEqualTo(2 * BUNDLE - LASTING);
        assertThat(json.get("pruned_below").asLong()).isEqualTo(2 * BUNDLE);
        assertThat(json.get("org_chains_followed").asBoolean()).isFalse();
        long read = 0;
        for (JsonNode number : json.get("leaves")) {
            read += number.asLong();
        }
        assertThat(read).as("types count what was read").isEqualTo(621 - 509);
    }

    @Test
    void aWholeLogSaysThatItIs() {
        mirror();
        expectPruned(0);
        assertThat(json(verify("--json")).get("org_chains_followed").asBoolean()).isTrue();
        assertThat(verify().out()).doesNotContain("hashes alone");
    }

    @Test
    void aPruningLeafAccountsForWhatGoesLaterToo() {
        prune(2 * BUNDLE);
        mirror();
        prune(2 * BUNDLE);
        events(200);
        prune(3 * BUNDLE);
        mirror();
        // The first two bundles are there already; of the third, two pruning leaves stay.
        expectPruned(3 * BUNDLE - LASTING - 2);
    }

    @Test
    void aLastingLeafThatIsHiddenAmongThoseThatWentIsFoundOut() {
        prune(2 * BUNDLE);
        log.forget(2);
        mirror();
        expectFound(
                "600",
                "a pruning leaf that does not know of the same lasting leaves",
                "510 entries up to index 511 went, and no pruning leaf in the log accounts for");
    }

    @Test
    void anEntryThatWentWithoutAPruningLeafIsFoundOut() {
        log.forget(17);
        mirror();
        expectFound("1 entries up to index 17 went, and no pruning leaf in the log accounts for");
    }

    @Test
    void anEntryThatWentFromBehindTheMinimumIsFoundOut() {
        prune(BUNDLE);
        log.forget(BUNDLE + 1);
        mirror();
        expectFound("254 entries up to index 257 went");
    }

    @Test
    void aPruningLeafThatDoesNotFitIsFoundOutThoughNothingWent() {
        log.append(
                operator.clock().instant(),
                Leaf.NO_ORG,
                new PruningBody(BUNDLE, log.size(), Bytes.zeros(32)));
        mirror();
        expectFound("600", "a pruning leaf that does not know of the same lasting leaves");
    }

    @Test
    void aChangedHashIsFoundOut() throws IOException {
        prune(BUNDLE);
        mirror();
        Path hashes = mirror.resolve("tile/0/000");
        byte[] changed = Files.readAllBytes(hashes);
        changed[32 * 20] ^= 1;
        Files.write(hashes, changed);
        Session session = verify();
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("the entries do not give the checkpoint's root");
    }

    @Test
    void withoutItsHashesWhatWasLeftOfABundleIsNothing() throws IOException {
        prune(BUNDLE);
        mirror();
        Path hashes = mirror.resolve("tile/0/000");
        Files.write(hashes, Arrays.copyOf(Files.readAllBytes(hashes), 255 * 32));
        assertThat(verify().code()).isEqualTo(2);
        Files.delete(hashes);
        assertThat(verify().err()).contains("cannot read " + hashes);
    }

    @Test
    void anotherEntryThanItsHashIsMalformed() throws IOException {
        prune(BUNDLE);
        mirror();
        Path kept = mirror.resolve("kept/000");
        byte[] changed = Files.readAllBytes(kept);
        changed[changed.length - 1 - 2 * (BUNDLE - LASTING)] ^= 1;
        Files.write(kept, changed);
        Session session = verify();
        assertThat(session.code()).isEqualTo(2);
        assertThat(session.err()).contains("kept/000 has other entries than hashes");
    }

    @Test
    void anEmptyEntryOfAWholeBundleIsMalformed() throws IOException {
        prune(BUNDLE);
        mirror();
        Files.move(mirror.resolve("kept/000"), mirror.resolve("tile/entries/000"));
        Session session = verify();
        assertThat(session.code()).isEqualTo(2);
        assertThat(session.err()).contains("tile/entries/000 has an empty entry");
    }

    @Test
    void aMirrorFromBeforeStaysWhole() {
        mirror();
        prune(2 * BUNDLE);
        events(20);
        mirror();
        assertThat(mirror.resolve("tile/entries/000")).exists();
        assertThat(mirror.resolve("kept")).doesNotExist();
        expectPruned(0);
        log.forget(601);
        mirror();
        assertThat(mirror.resolve("kept")).doesNotExist();
        expectPruned(0);
    }

    @Test
    void whatIsLeftStaysThoughMoreGoes() throws IOException {
        log.forget(17);
        prune(BUNDLE);
        mirror();
        byte[] left = Files.readAllBytes(mirror.resolve("kept/000"));
        log.forget(1);
        mirror();
        assertThat(mirror.resolve("kept/000")).hasBinaryContent(left);
        expectPruned(BUNDLE - LASTING);
    }

    @Test
    void whatGoesWhileItIsMirroredIsAccountedFor() {
        log.afterCheckpoint(() -> prune(2 * BUNDLE));
        mirror();
        expectPruned(2 * BUNDLE - LASTING);
    }

    @Test
    void aStaticFolderVerifiesWithoutItsService() throws IOException {
        prune(BUNDLE);
        mirror();
        String pin = operator.service().pin().hex();
        Path served = Files.move(mirror, home.resolve("served"));
        try (var elsewhere = new OperatorRuns(home.resolve("elsewhere"))) {
            Session session =
                    elsewhere.run("verify", "log", served.toString(), "--root-fingerprint", pin);
            assertThat(session.code()).as(session.out() + session.err()).isZero();
            assertThat(session.out()).contains("253 entries below 256");
            assertThat(elsewhere.service().requests()).isEmpty();
        }
    }
}
