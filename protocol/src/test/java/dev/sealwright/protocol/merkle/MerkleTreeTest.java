package dev.sealwright.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everything against the definitions of RFC 9162, for every tree of up to 130 leaves. */
class MerkleTreeTest {
    private static final int LARGEST = 130;

    private final List<Bytes> leaves =
            IntStream.range(0, LARGEST).mapToObj(i -> Bytes.utf8("leaf " + i)).toList();
    private final HashSource source = World.hashes(leaves);

    /** The Merkle Tree Hash as section 2.1.1 defines it. */
    private static Bytes naive(List<Bytes> leaves) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY_ROOT;
        }
        if (leaves.size() == 1) {
            return TreeHash.leaf(leaves.getFirst());
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(naive(leaves.subList(0, k)), naive(leaves.subList(k, leaves.size())));
    }

    private Bytes root(int size) {
        return naive(leaves.subList(0, size));
    }

    @Test
    void theFrontierHasTheRootOfEveryTree() {
        Frontier frontier = Frontier.EMPTY;
        assertThat(frontier.root()).isEqualTo(root(0));
        for (int size = 1; size <= LARGEST; size++) {
            frontier =
                    Frontier.decode(frontier.append(TreeHash.leaf(leaves.get(size - 1))).encode());
            assertThat(frontier.root()).isEqualTo(root(size)).isEqualTo(source.root(size));
        }
    }

    @Test
    void appendingOneByOneOrTogetherIsTheSame() {
        Frontier together =
                Frontier.EMPTY
                        .append(TreeHash.leaf(leaves.getFirst()))
                        .appendAll(leaves.subList(1, 77).stream().map(TreeHash::leaf).toList());
        assertThat(together.root()).isEqualTo(root(77));
    }

    @Test
    void everyInclusionProofVerifiesOnlyForItsLeafIndexAndSize() {
        for (int size = 1; size <= LARGEST; size++) {
            Bytes root = root(size);
            for (int index = 0; index < size; index++) {
                List<Bytes> proof = InclusionProof.compute(index, size, source);
                Bytes leaf = TreeHash.leaf(leaves.get(index));
                assertThat(InclusionProof.verify(leaf, index, size, proof, root)).isTrue();
                assertThat(InclusionProof.verify(leaf, index + 1, size, proof, root)).isFalse();
                assertThat(InclusionProof.verify(leaf, index - 1, size, proof, root)).isFalse();
                assertThat(
                                InclusionProof.verify(
                                        TreeHash.node(leaf, leaf), index, size, proof, root))
                        .isFalse();
                refusesDamage(leaf, index, size, proof, root);
            }
        }
    }

    private static void refusesDamage(
            Bytes leaf, int index, int size, List<Bytes> proof, Bytes root) {
        List<Bytes> longer = new ArrayList<>(proof);
        longer.add(leaf);
        assertThat(InclusionProof.verify(leaf, index, size, longer, root)).isFalse();
        for (int i = 0; i < proof.size(); i++) {
            List<Bytes> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            assertThat(InclusionProof.verify(leaf, index, size, shorter, root)).isFalse();
            List<Bytes> other = new ArrayList<>(proof);
            other.set(i, leaf);
            assertThat(InclusionProof.verify(leaf, index, size, other, root))
                    .isEqualTo(other.equals(proof));
        }
    }

    @Test
    void everyConsistencyProofVerifiesOnlyForItsTrees() {
        for (int newer = 0; newer <= LARGEST; newer++) {
            for (int older = 0; older <= newer; older++) {
                List<Bytes> proof = ConsistencyProof.compute(older, newer, source);
                Bytes before = root(older);
                Bytes after = root(newer);
                assertThat(ConsistencyProof.verify(older, before, newer, after, proof)).isTrue();
                if (older > 0 && older < newer) {
                    assertThat(ConsistencyProof.verify(older, after, newer, after, proof))
                            .isFalse();
                    assertThat(ConsistencyProof.verify(older, before, newer, before, proof))
                            .isFalse();
                    List<Bytes> longer = new ArrayList<>(proof);
                    longer.add(after);
                    assertThat(ConsistencyProof.verify(older, before, newer, after, longer))
                            .isFalse();
                    assertThat(
                                    ConsistencyProof.verify(
                                            older,
                                            before,
                                            newer,
                                            after,
                                            proof.subList(1, proof.size())))
                            .isFalse();
                }
            }
        }
    }
}
