package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.PrunedLog;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TileHashes;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.testkit.Planted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log in a bucket, as whoever has nothing but the bucket reads it. */
class PublishedTilesTest {
    private static final TileBucket BUCKET = new TileBucket();
    private static final String PLACE = "/public/mine/log/1/";

    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.stream.tiles.endpoint", BUCKET.endpoint())
                    .with("sealwright.stream.tiles.bucket", "public")
                    .with("sealwright.stream.tiles.prefix", "mine/")
                    .with("sealwright.stream.tiles.region", "test-1")
                    .with("sealwright.stream.tiles.access-key-id", LockedBucket.ACCESS_KEY)
                    .with(
                            "sealwright.stream.tiles.secret-key",
                            Planted.text(LockedBucket.SECRET_KEY))
                    .with("sealwright.stream.tiles.every", Duration.ofMillis(50));

    @AfterAll
    static void close() {
        BUCKET.close();
    }

    private static void grow(int more) {
        for (int i = 0; i < more; i++) {
            assertThat(
                            SERVICE.admin()
                                    .put("/v1/orgs/o" + Received.size(SERVICE.admin()), "{}")
                                    .status())
                    .isEqualTo(201);
        }
    }

    private static TileBucket.Stored object(String name) {
        return BUCKET.find(PLACE + name).orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String reason() {
        return SERVICE.bean(Streams.class).statuses().getFirst().reason();
    }

    /** Checks everything that is there, once it reaches so far. */
    private static Checkpoint published(long size) {
        Received.await(
                () -> BUCKET.find(PLACE + "checkpoint").isPresent() && head().size() >= size,
                PublishedTilesTest::reason);
        Checkpoint head = head();
        assertThat(object("checkpoint").cacheControl()).isEqualTo("no-cache");
        var hashes = new TileHashes(head.size(), tile -> object(tile.path()).content());
        assertThat(hashes.root(head.size())).isEqualTo(head.root());
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            Tile tile = Tile.inTree(Tile.ENTRIES, bundle, head.size());
            boolean whole = BUCKET.find(PLACE + tile.path()).isPresent();
            TileBucket.Stored stored = object(whole ? tile.path() : tile.keptPath());
            assertThat(stored.cacheControl()).contains("immutable");
            List<Bytes> entries = EntryBundle.decode(stored.content(), tile.width());
            for (int i = 0; i < entries.size(); i++) {
                if (whole || !entries.get(i).isEmpty()) {
                    assertThat(hashes.hash(0, bundle * Tile.FULL + i))
                            .isEqualTo(TreeHash.leaf(entries.get(i)));
                }
            }
        }
        assertThat(BUCKET.violations()).isEmpty();
        return head;
    }

    private static Checkpoint head() {
        String note = new String(object("checkpoint").content().toArray(), StandardCharsets.UTF_8);
        return VerifiedCheckpoint.verify(Note.parse(note), SERVICE.anchors()).checkpoint();
    }

    @Test
    void theBucketHoldsALogThatVerifiesFromItsObjectsAlone() {
        grow(3);
        long first = Received.size(SERVICE.admin());
        published(first);
        grow(260);
        Checkpoint head = published(Received.size(SERVICE.admin()));
        assertThat(head.size()).isGreaterThan(256);
        assertThat(object("tile/0/000").content().size()).isEqualTo(256 * TreeHash.SIZE);
        Set<String> seen = new HashSet<>();
        for (String name : BUCKET.written()) {
            assertThat(seen.add(name) || name.endsWith("checkpoint"))
                    .as(name + " was written twice")
                    .isTrue();
        }
    }

    @Test
    void aStoreThatIsAwayIsCaughtUpWith() {
        grow(1);
        published(Received.size(SERVICE.admin()));
        BUCKET.refuse(3);
        grow(2);
        published(Received.size(SERVICE.admin()));
    }

    @Test
    void aTileOfSomebodyElseStopsItBeforeTheCheckpoint() {
        grow(1);
        Checkpoint before = published(Received.size(SERVICE.admin()));
        Tile next = Tile.inTree(0, before.size() / Tile.FULL, before.size() + 1);
        String foreign = PLACE + next.path();
        BUCKET.set(foreign, Optional.of(new TileBucket.Stored(Bytes.utf8("x"), "")));
        grow(1);
        Received.await(() -> reason().contains("another object"), PublishedTilesTest::reason);
        assertThat(head().size()).isEqualTo(before.size());
        BUCKET.set(foreign, Optional.empty());
        published(Received.size(SERVICE.admin()));
        assertThat(reason()).isEmpty();
    }

    @Test
    void aCheckpointThatThisLogDoesNotContinueIsNeverReplaced() {
        grow(1);
        published(Received.size(SERVICE.admin()));
        TileBucket.Stored right = object("checkpoint");
        var foreign = new TileBucket.Stored(Bytes.utf8("another log\n"), "");
        BUCKET.set(PLACE + "checkpoint", Optional.of(foreign));
        grow(1);
        Received.await(
                () -> reason().contains("checkpoint is not of this log"),
                PublishedTilesTest::reason);
        assertThat(object("checkpoint")).isEqualTo(foreign);
        BUCKET.set(PLACE + "checkpoint", Optional.of(right));
        published(Received.size(SERVICE.admin()));
    }

    @Test
    void aBucketThatBeginsLateHasWhatIsKept() {
        PrunedLog pruned = new PrunedLog(SERVICE);
        pruned.happen(Tile.FULL);
        published(Received.size(SERVICE.admin()));
        pruned.prune();
        published(Received.size(SERVICE.admin()));
        assertThat(BUCKET.find(PLACE + "kept/000")).isEmpty();
        BUCKET.clear();
        grow(1);
        published(Received.size(SERVICE.admin()));
        assertThat(BUCKET.find(PLACE + "tile/entries/000")).isEmpty();
        Bytes kept = object("kept/000").content();
        assertThat(EntryBundle.decode(kept, Tile.FULL)).contains(Bytes.EMPTY);
        assertThat(reason()).isEmpty();
    }
}
