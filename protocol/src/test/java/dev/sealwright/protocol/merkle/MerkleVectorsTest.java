package dev.sealwright.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The eight leaves with which implementations of certificate transparency test their trees, and the
 * tiles.
 */
class MerkleVectorsTest {
    private static final List<Bytes> LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(Bytes::fromHex)
                    .toList();
    private static final List<String> ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void theRootsAreTheKnownOnes() {
        HashSource source = World.hashes(LEAVES);
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(source.root(size).hex()).isEqualTo(ROOTS.get(size));
            List<Bytes> hashes = LEAVES.subList(0, size).stream().map(TreeHash::leaf).toList();
            assertThat(Frontier.EMPTY.appendAll(hashes).root().hex()).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void aKnownPathLeadsToTheRoot() {
        List<Bytes> path = InclusionProof.compute(0, 8, World.hashes(LEAVES));
        assertThat(path.stream().map(Bytes::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    }

    @Test
    void theConsistencyProofsAreTheKnownOnes() {
        HashSource source = World.hashes(LEAVES);
        assertThat(ConsistencyProof.compute(1, 8, source).stream().map(Bytes::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(ConsistencyProof.compute(6, 8, source).stream().map(Bytes::hex))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(ConsistencyProof.compute(2, 5, source).stream().map(Bytes::hex))
                .containsExactly(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void aTreeOutOfTilesIsTheSameTree() {
        int size = 70_000;
        List<Bytes> level =
                new ArrayList<>(
                        IntStream.range(0, size)
                                .mapToObj(i -> TreeHash.leaf(Bytes.uint64(i)))
                                .toList());
        Frontier frontier = Frontier.EMPTY.appendAll(level);
        Map<String, Bytes> stored = new HashMap<>();
        List<Bytes> leaves = level;
        for (int l = 0; !level.isEmpty(); l++) {
            List<Bytes> above = new ArrayList<>();
            for (int at = 0; at < level.size(); at += Tile.FULL) {
                List<Bytes> hashes = level.subList(at, Math.min(at + Tile.FULL, level.size()));
                stored.put(
                        new Tile(l, at / Tile.FULL, hashes.size()).path(),
                        Bytes.concat(hashes.toArray(Bytes[]::new)));
                if (hashes.size() == Tile.FULL) {
                    above.add(Frontier.EMPTY.appendAll(hashes).root());
                }
            }
            level = above;
        }
        // The example in c2sp.org/tlog-tiles.
        assertThat(stored).hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(stored)
                .containsKeys(
                        "tile/0/272",
                        "tile/0/273.p/112",
                        "tile/1/000",
                        "tile/1/001.p/17",
                        "tile/2/000.p/1");
        HashSource tiles = new TileHashes(size, tile -> stored.get(tile.path()));
        assertThat(tiles.root(size)).isEqualTo(frontier.root());
        for (long index : new long[] {0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
            List<Bytes> path = InclusionProof.compute(index, size, tiles);
            assertThat(
                            InclusionProof.verify(
                                    leaves.get((int) index), index, size, path, frontier.root()))
                    .isTrue();
        }
        Bytes older = Frontier.EMPTY.appendAll(leaves.subList(0, 12_345)).root();
        List<Bytes> proof = ConsistencyProof.compute(12_345, size, tiles);
        assertThat(ConsistencyProof.verify(12_345, older, size, frontier.root(), proof)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "1, 1234067, 256, tile/1/x001/x234/067",
        "0, 273, 112, tile/0/273.p/112",
        "-1, 2, 88, tile/entries/002.p/88",
        "-1, 1000, 256, tile/entries/x001/000",
        "63, 0, 1, tile/63/000.p/1"
    })
    void aTilePathIsReadAsItWasWritten(int level, long index, int width, String path) {
        assertThat(new Tile(level, index, width).path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(new Tile(level, index, width));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/0/x000/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/x01/000",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/001/000",
                "tile/0/000.p/1.p/1",
                "tile/-1/000",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                "tile/entries/0"
            })
    void anotherSpellingOfATilePathIsRefused(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anEntryBundleIsReadAsItWasWritten() {
        List<Bytes> entries =
                List.of(Bytes.EMPTY, Bytes.utf8("a"), Bytes.zeros(EntryBundle.MAX_ENTRY));
        Bytes bundle = EntryBundle.encode(entries);
        assertThat(EntryBundle.decode(bundle, 3)).isEqualTo(entries);
        assertThat(bundle.slice(0, 5).hex()).isEqualTo("0000000161");
        for (Bytes wrong :
                List.of(
                        bundle.slice(0, bundle.size() - 1),
                        Bytes.concat(bundle, Bytes.zeros(1)),
                        bundle.slice(0, 6))) {
            assertThatThrownBy(() -> EntryBundle.decode(wrong, 3))
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 2))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 4))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aDamagedFrontierIsRefused() {
        Bytes encoded =
                Frontier.EMPTY
                        .appendAll(List.of(Bytes.zeros(32), Bytes.zeros(32), Bytes.zeros(32)))
                        .encode();
        assertThat(Frontier.decode(encoded).encode()).isEqualTo(encoded);
        for (Bytes wrong :
                List.of(
                        Bytes.EMPTY,
                        encoded.slice(0, encoded.size() - 1),
                        encoded.slice(0, encoded.size() - 32),
                        Bytes.concat(encoded, Bytes.zeros(32)),
                        Bytes.concat(Bytes.uint64(-1), encoded.slice(8, encoded.size())))) {
            assertThatThrownBy(() -> Frontier.decode(wrong)).isInstanceOf(MalformedException.class);
        }
    }
}
