package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a voter's state is after it was read again. */
final class VoterStoreTest {
    private static final String ORIGIN = "localhost/log/1";
    private static final int BUNDLE = 256;
    private static final int BATCH = 4096;
    private static final long NEARLY_LARGE = Journal.LARGE - 300_000;

    private final Leaves leaves = new Leaves(InstantSource.fixed(Instant.now()));
    private final LastingLeaves chain = new LastingLeaves();

    @TempDir Path folder;

    private VoterStore open() {
        return VoterStore.open(folder.resolve("state"), ORIGIN, Bytes.zeros(32));
    }

    private void follow(VoterStore store, int count, LeafRole role) {
        long size = store.state().current().size();
        List<Bytes> hashes =
                LongStream.range(size, size + count)
                        .mapToObj(index -> Sha256.of(Bytes.uint64(index)))
                        .toList();
        hashes.forEach(hash -> chain.add(role == LeafRole.ORDINARY, hash));
        store.commit(
                new VoterEvent.Followed(
                        size,
                        Instant.EPOCH,
                        hashes.stream().map(hash -> AdmittedLeaf.of(hash, role)).toList()));
    }

    private void followPruning(VoterStore store, PruningBody body) {
        Bytes leaf = leaves.of(Leaf.NO_ORG, body);
        AdmittedLeaf taken =
                new AdmittedLeaf(TreeHash.leaf(leaf), LeafRole.ORDINARY, leaf, Bytes.EMPTY);
        store.commit(
                new VoterEvent.Followed(
                        store.state().current().size(), Instant.EPOCH, List.of(taken)));
    }

    /** Replaced by a snapshot meanwhile, the journal does not reach back to what it looks at. */
    @Test
    void whatAPruningLeafAccountedForStaysSo() throws IOException {
        Path journal = folder.resolve("state").resolve(StateFolder.JOURNAL);
        try (VoterStore store = open()) {
            follow(store, 2, LeafRole.ORDINARY);
            follow(store, BUNDLE - 2, LeafRole.GONE);
            PruningBody body = new PruningBody(BUNDLE, BUNDLE, chain.at().head());
            while (Files.size(journal) < NEARLY_LARGE) {
                follow(store, BATCH, LeafRole.PASSING);
            }
            while (Files.size(journal) >= NEARLY_LARGE) {
                follow(store, BATCH, LeafRole.PASSING);
            }
            assertThat(store.state().lasting().accounted()).isFalse();
            followPruning(store, body);
            assertThat(store.state().lasting().accounted()).isTrue();
        }
        try (VoterStore store = open()) {
            assertThat(store.state().lasting().accounted()).isTrue();
        }
    }

    @Test
    void whatIsCommittedTogetherIsThereWhenReadAgain() throws IOException {
        try (VoterStore store = open()) {
            long size =
                    store.together(
                            () -> {
                                follow(store, 3, LeafRole.ORDINARY);
                                follow(store, 2, LeafRole.ORDINARY);
                                return store.state().current().size();
                            });
            assertThat(size).isEqualTo(5);
        }
        try (VoterStore store = open()) {
            assertThat(store.state().current().size()).isEqualTo(5);
        }
    }

    @Test
    void whatWasCommittedBeforeTheWorkFailedStays() throws IOException {
        try (VoterStore store = open()) {
            assertThatThrownBy(
                            () ->
                                    store.together(
                                            () -> {
                                                follow(store, 3, LeafRole.ORDINARY);
                                                throw new IllegalStateException("no more");
                                            }))
                    .hasMessage("no more");
            assertThat(store.state().current().size()).isEqualTo(3);
            follow(store, 1, LeafRole.ORDINARY);
        }
        try (VoterStore store = open()) {
            assertThat(store.state().current().size()).isEqualTo(4);
        }
    }

    /** Who is late with a call finds nothing, and the next one to open it loses nothing. */
    @Test
    void aStoreThatIsClosedIsNotOpenedByACall() throws IOException {
        VoterStore late = open();
        late.close();
        try (VoterStore store = open()) {
            follow(store, 3, LeafRole.ORDINARY);
            var event = new VoterEvent.Retired("too late");
            assertThatThrownBy(() -> late.commit(event))
                    .isInstanceOf(KeyServiceUnavailableException.class);
            assertThatThrownBy(late::state).isInstanceOf(KeyServiceUnavailableException.class);
            follow(store, 1, LeafRole.ORDINARY);
        }
        try (VoterStore store = open()) {
            assertThat(store.state().current().size()).isEqualTo(4);
            assertThat(store.state().retired()).isEmpty();
        }
    }
}
