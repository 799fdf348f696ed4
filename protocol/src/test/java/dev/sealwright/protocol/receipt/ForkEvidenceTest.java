package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForkEvidenceTest {
    private final World world = new World();
    private final VerifiedAnchors anchors = world.verifiedAnchors();

    private static List<Bytes> leaves(int from, int to) {
        return IntStream.range(from, to).mapToObj(Bytes::uint64).toList();
    }

    private static Checkpoint head(List<Bytes> leaves) {
        return new Checkpoint(
                World.ORIGIN, leaves.size(), World.hashes(leaves).root(leaves.size()));
    }

    private static Function<Tile, Bytes> tiles(List<Bytes> leaves) {
        HashSource source = World.hashes(leaves);
        return tile ->
                Bytes.concat(
                        LongStream.range(0, tile.width())
                                .map(at -> tile.index() * Tile.FULL + at)
                                .mapToObj(at -> source.hash(tile.level() * Tile.HEIGHT, at))
                                .toArray(Bytes[]::new));
    }

    @Test
    void aLogThatContinuesAnotherDoesNotDiverge() {
        List<Bytes> all = leaves(0, 70);
        for (int longer = 1; longer <= 70; longer++) {
            for (int shorter = 0; shorter <= longer; shorter++) {
                Checkpoint one = head(all.subList(0, shorter));
                Checkpoint other = head(all.subList(0, longer));
                var tiles = tiles(all.subList(0, longer));
                assertThat(Divergence.between(one, other, tiles)).isEmpty();
                assertThat(Divergence.between(other, one, tiles)).isEmpty();
            }
        }
    }

    @Test
    void everyRewrittenLeafIsShownWhateverTheSizes() {
        for (int shorter : new int[] {1, 2, 3, 8, 31, 64, 256, 300}) {
            for (int longer : new int[] {shorter, shorter + 1, 511, 512, 700}) {
                for (int at = 0; at < shorter; at += 1 + shorter / 5) {
                    List<Bytes> kept = leaves(0, shorter);
                    List<Bytes> forged = new ArrayList<>(leaves(0, longer));
                    forged.set(at, Bytes.uint64(-1));
                    assertForked(kept, forged);
                    assertForked(forged, kept);
                }
            }
        }
    }

    private void assertForked(List<Bytes> before, List<Bytes> after) {
        List<Bytes> longer = after.size() >= before.size() ? after : before;
        Optional<Divergence> found = Divergence.between(head(before), head(after), tiles(longer));
        assertThat(found).isPresent();
        var evidence = new ForkEvidence(world.sign(head(before)), world.sign(head(after)), found);
        var read = ForkEvidence.fromJson(evidence.toJson());
        assertThat(read).isEqualTo(evidence);
        assertThat(read.verify(anchors)).isEqualTo(ForkEvidence.Kind.FORKED);
    }

    @Test
    void tilesOfAnotherLogShowNothing() {
        List<Bytes> all = leaves(0, 300);
        List<Bytes> other = new ArrayList<>(all);
        other.set(280, Bytes.uint64(-1));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () -> Divergence.between(head(all.subList(0, 8)), head(all), tiles(other)));
    }

    @Test
    void anHonestLogCannotBeAccused() {
        List<Bytes> all = leaves(0, 100);
        Note kept = world.sign(head(all.subList(0, 37)));
        Note shown = world.sign(head(all));
        Divergence honest =
                new Divergence(
                        head(all.subList(0, 37)).root(),
                        ConsistencyProof.compute(37, 100, World.hashes(all)));
        assertShowsNothing(new ForkEvidence(kept, shown, Optional.of(honest)));
        assertShowsNothing(new ForkEvidence(kept, shown, Optional.empty()));
        assertShowsNothing(new ForkEvidence(kept, kept, Optional.empty()));
        var random = new SplittableRandom(7);
        for (int n = 0; n < 2000; n++) {
            byte[] root = new byte[32];
            random.nextBytes(root);
            List<Bytes> proof = new ArrayList<>(honest.proof());
            if (random.nextBoolean()) {
                proof.set(random.nextInt(proof.size()), Bytes.of(root));
            }
            assertShowsNothing(
                    new ForkEvidence(
                            kept, shown, Optional.of(new Divergence(Bytes.of(root), proof))));
        }
    }

    @Test
    void checkpointsThatNobodySignedShowNothing() {
        List<Bytes> all = leaves(0, 9);
        var stranger = new World();
        var evidence =
                new ForkEvidence(
                        world.sign(head(all)),
                        stranger.sign(head(all.subList(0, 4))),
                        Optional.empty());
        assertShowsNothing(evidence);
    }

    private void assertShowsNothing(ForkEvidence evidence) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> evidence.verify(anchors));
    }

    @Test
    void whatIsNoEvidenceIsMalformed() {
        String note = world.sign(head(leaves(0, 3))).encode();
        String hash = Bytes.zeros(32).base64Url();
        for (Map<String, Object> json :
                List.<Map<String, Object>>of(
                        Map.of(),
                        Map.of("kept", note),
                        Map.of("kept", note, "shown", "nonsense"),
                        Map.of("kept", note, "shown", note, "root", hash),
                        Map.of("kept", note, "shown", note, "proof", List.of()),
                        Map.of("kept", note, "shown", note, "root", "AA", "proof", List.of()),
                        Map.of("kept", note, "shown", note, "root", hash, "proof", List.of("AA")),
                        Map.of("kept", note, "shown", note, "root", hash, "proof", List.of(1)),
                        Map.of(
                                "kept",
                                note,
                                "shown",
                                note,
                                "root",
                                hash,
                                "proof",
                                Collections.nCopies(65, hash)),
                        Map.of("kept", note, "shown", note, "more", 1))) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> ForkEvidence.fromJson(json));
        }
    }
}
