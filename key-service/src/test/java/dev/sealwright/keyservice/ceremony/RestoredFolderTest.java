package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.RestoredFiles;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.log.EpochState;
import dev.sealwright.keyservice.log.TakenOver;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An epoch takes over what a database holds, of which leaves may have gone that need not last. */
final class RestoredFolderTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private static final int SIZE = 603;
    private static final int A_REPORT = 300;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private final List<Bytes> log = new ArrayList<>();
    private VerifiedAnchors anchors;

    @TempDir Path folder;

    @BeforeEach
    void aLogWithAPruningLeaf() {
        anchors = CEREMONY.ceremony().anchors(clock.instant());
        LastingLeaves chain = new LastingLeaves();
        log.addAll(leaves.genesis(anchors));
        while (log.size() < SIZE - 1) {
            boolean lasting = log.size() % 20 == 0;
            log.add(
                    lasting
                            ? leaves.of(Leaf.NO_ORG, new ReportBody.Report(leaves.random(32)))
                            : leaves.event());
        }
        log.forEach(leaf -> chain.add(lasts(leaf), TreeHash.leaf(leaf)));
        log.add(leaves.of(Leaf.NO_ORG, new PruningBody(512, SIZE - 1, chain.at().head())));
    }

    private static boolean lasts(Bytes leaf) {
        return LeafCodec.decode(leaf).body().lasting();
    }

    private boolean went(int index) {
        return index < 512 && !lasts(log.get(index));
    }

    private Path restored() {
        return folder.resolve("restored");
    }

    private Path state() {
        return folder.resolve("state");
    }

    private void restored(IntPredicate gone) throws IOException {
        RestoredFiles.write(restored(), log, gone, "not read here\n");
    }

    private TakenOver replay() {
        Frontier all = Frontier.EMPTY.appendAll(log.stream().map(TreeHash::leaf).toList());
        TakenOver taken = new TakenOver(anchors.content());
        new RestoredFolder(restored())
                .replay(new Checkpoint(anchors.origin(), SIZE, all.root()), taken);
        return taken;
    }

    private void begin() {
        Bytes key = anchors.voters().getFirst().key();
        EpochState.begin(state(), anchors, key, replay(), Optional.empty());
    }

    @Test
    void anEpochBeginsOverWhatIsKept() throws IOException {
        restored(this::went);
        assertThat(restored().resolve("tile/entries/000")).doesNotExist();
        begin();
        assertThat(EpochState.begun(state())).isTrue();
    }

    @Test
    void noneBeginsWhereALeafThatLastsIsNotThere() throws IOException {
        restored(index -> went(index) || index == A_REPORT);
        assertThatThrownBy(this::begin)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("accounts for those before 512");
        assertThat(EpochState.begun(state())).isFalse();
    }

    @Test
    void norWhereWhatWentStandsBehindTheMinimum() throws IOException {
        restored(index -> index == 513);
        assertThatThrownBy(this::begin).isInstanceOf(StartRefusedException.class);
    }

    @Test
    void anotherHashGivesAnotherRoot() throws IOException {
        log.set(4, leaves.event());
        restored(this::went);
        Path tile = restored().resolve("tile/0/000");
        byte[] hashes = Files.readAllBytes(tile);
        hashes[4 * 32] ^= 1;
        Files.write(tile, hashes);
        assertThatThrownBy(this::replay).isInstanceOf(VerificationException.class);
    }

    @Test
    void aBundleHasOneForm() throws IOException {
        restored(this::went);
        Path kept = restored().resolve("kept/000");
        Path entries = restored().resolve("tile/entries/000");
        Path tile = restored().resolve("tile/0/000");
        Bytes bundle = Bytes.of(Files.readAllBytes(kept));
        Files.createDirectories(entries.resolveSibling("."));

        Files.copy(kept, entries);
        malformed("although some of it went");
        Files.move(kept, folder.resolve("aside"));
        malformed("has an empty entry");
        Files.write(entries, EntryBundle.encode(log.subList(0, Tile.FULL)).toArray());
        assertThat(replay().frontier().size()).isEqualTo(SIZE);
        Files.move(entries, kept);
        malformed("has every entry");

        List<Bytes> other = new ArrayList<>(EntryBundle.decode(bundle, Tile.FULL));
        other.set(0, leaves.event());
        Files.write(kept, EntryBundle.encode(other).toArray());
        malformed("other entries than hashes");
        Files.write(kept, bundle.toArray());
        Files.write(tile, new byte[32 * Tile.FULL + 1]);
        malformed("longer than");
        Files.write(tile, new byte[32 * Tile.FULL - 32]);
        malformed("wrong size");
        Files.delete(tile);
        assertThatThrownBy(this::replay).isInstanceOf(CeremonyRefusedException.class);
        Files.write(
                kept,
                EntryBundle.encode(Collections.nCopies(Tile.FULL - 1, Bytes.EMPTY)).toArray());
        Files.write(tile, new byte[32 * Tile.FULL]);
        malformed("another number of entries");
    }

    private void malformed(String why) {
        assertThatThrownBy(this::replay)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }
}
