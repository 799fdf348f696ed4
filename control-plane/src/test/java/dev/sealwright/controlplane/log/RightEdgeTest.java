package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.InclusionProof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever keeps the edge of a log reads no tile to extend it, nor to prove its last batch. */
final class RightEdgeTest {
    private static final TileReader NOTHING =
            address -> {
                throw new AssertionError("read " + address);
            };

    private final Map<TileAddress, Bytes> stored = new HashMap<>();
    private final Random random = new Random(8);

    /** Around what fills a tile, a tile of tiles, and a tile of those. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 257, 65_000, 65_535, 65_536, 65_537, 130_815, 131_071})
    void extendsItselfAndProvesTheLastBatch(long begin) {
        Frontier frontier = Frontier.EMPTY.appendAll(hashes(0, begin));
        store(TileGrowth.of(0, hashes(0, begin), NOTHING));
        TileReader known = stored::get;

        for (int batch = 0; batch < 12; batch++) {
            long from = frontier.size();
            List<Bytes> leaves = hashes(from, from + 1 + random.nextInt(batch % 4 == 0 ? 900 : 90));
            TileGrowth growth = TileGrowth.of(from, leaves, known);
            store(growth);
            frontier = frontier.appendAll(leaves);
            known = growth.edge().over(NOTHING);

            assertProven(from, leaves, frontier, known);
            assertThat(stored).containsAllEntriesOf(growth.edge().tiles());
        }
    }

    private static void assertProven(
            long from, List<Bytes> leaves, Frontier head, TileReader known) {
        StoredHashes hashes = new StoredHashes(known);
        for (int i = 0; i < leaves.size(); i++) {
            List<Bytes> path = InclusionProof.compute(from + i, head.size(), hashes);
            assertThat(
                            InclusionProof.verify(
                                    leaves.get(i), from + i, head.size(), path, head.root()))
                    .as("leaf %d of %d", from + i, head.size())
                    .isTrue();
        }
    }

    private void store(TileGrowth growth) {
        growth.changed().forEach(tile -> stored.put(tile.address(), tile.hashes()));
    }

    private static List<Bytes> hashes(long from, long to) {
        return LongStream.range(from, to).mapToObj(i -> Sha256.of(Bytes.uint64(i))).toList();
    }
}
