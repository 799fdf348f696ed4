package dev.sealwright.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cursor takes what the tree's strict reader takes, and nothing else. */
class CborCursorTest {
    private static final int MAX = 1024;
    private static final int ROUNDS = 20_000;

    private static CborCursor cursor(String hex) {
        return CborCursor.strict(Bytes.fromHex(hex), MAX);
    }

    @Test
    void piecesAreReadAsTheyStand() {
        CborCursor in = cursor("8801204201026161826178617902f6a201f4616102");
        in.array("all", 8);
        assertThat(in.uint("a number")).isEqualTo(1);
        assertThat(in.integer("another")).isEqualTo(-1);
        assertThat(in.bytes("bytes", 2)).isEqualTo(Bytes.fromHex("0102"));
        assertThat(in.text("a text")).isEqualTo("a");
        assertThat(in.texts("texts")).containsExactly("x", "y");
        assertThat(in.takeNull()).isFalse();
        assertThat(in.integer("a third")).isEqualTo(2);
        assertThat(in.takeNull()).isTrue();
        CborEntries entries = in.map("a map");
        assertThat(entries.next()).isTrue();
        assertThat(entries.uint("a key")).isEqualTo(1);
        assertThat(in.value()).isEqualTo(new CborValue.Bool(false));
        assertThatThrownBy(in::end).hasMessage("trailing bytes after CBOR");
        assertThat(entries.next()).isTrue();
        assertThat(entries.text("a key")).isEqualTo("a");
        assertThat(in.uint("a value")).isEqualTo(2);
        assertThat(entries.next()).isFalse();
        assertThat(entries.next()).isFalse();
        in.end();
    }

    @Test
    void whatIsOfAnotherKindIsRefusedByItsName() {
        assertThatThrownBy(() -> cursor("40").array("it")).hasMessage("it is not an array");
        assertThatThrownBy(() -> cursor("80").map("it")).hasMessage("it is not a map");
        assertThatThrownBy(() -> cursor("60").integer("it")).hasMessage("it is not an integer");
        assertThatThrownBy(() -> cursor("20").uint("it")).hasMessage("it is negative");
        assertThatThrownBy(() -> cursor("00").bytes("it")).hasMessage("it is not a byte string");
        assertThatThrownBy(() -> cursor("f6").text("it")).hasMessage("it is not text");
        assertThatThrownBy(() -> cursor("8100").texts("it")).hasMessage("it is not text");
        assertThatThrownBy(() -> cursor("8100").array("it", 2))
                .isInstanceOf(MalformedException.class)
                .hasMessage("it has 1 items, not 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a201000100", "a202000100", "a2616200616100"})
    void keysOutOfOrderOrTwiceAreRefused(String hex) {
        CborCursor in = cursor(hex);
        CborEntries entries = in.map("a map");
        boolean texts = hex.startsWith("a261");
        assertThatThrownBy(
                        () -> {
                            while (entries.next()) {
                                assertThat(texts ? entries.text("k") : entries.uint("k"))
                                        .isNotNull();
                                in.uint("a value");
                            }
                        })
                .hasMessage("CBOR map keys out of order");
    }

    @Test
    void noCountMakesItReadMoreThanThereIs() {
        for (String hex : List.of("9b7fffffffffffffff", "9a00000002f6", "98ff00")) {
            assertThatThrownBy(() -> cursor(hex).texts("it"))
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> cursor("bb7fffffffffffffff").map("it"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> cursor("9f").array("it")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CborCursor.strict(Bytes.zeros(11), 10))
                .hasMessageContaining("more than 10");
    }

    @Test
    void entriesAndItemsAreBounded() {
        byte[] map = new byte[3 + 2 * (CborReader.MAX_ENTRIES + 1)];
        ByteBuffer.wrap(map).put((byte) 0xb9).putShort((short) (CborReader.MAX_ENTRIES + 1));
        assertThatThrownBy(() -> CborCursor.strict(Bytes.of(map), map.length).map("it"))
                .hasMessageContaining("entries");
        byte[] items = new byte[5 + CborReader.MAX_ITEMS];
        ByteBuffer.wrap(items).put((byte) 0x9a).putInt(CborReader.MAX_ITEMS);
        Arrays.fill(items, 5, items.length, (byte) 0xf6);
        CborCursor in = CborCursor.strict(Bytes.of(items), items.length);
        for (int left = in.array("it"); left > 1; left--) {
            assertThat(in.takeNull()).isTrue();
        }
        assertThatThrownBy(in::takeNull).hasMessageContaining("items");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itTakesWhatTheTreeTakes(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        int changedAndTaken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            CborValue shape = shape(random, 0);
            Bytes encoded = CborWriter.encode(shape);
            Bytes input = Mutations.of(encoded, random);
            Optional<CborValue> expected = tree(input).filter(read -> alike(shape, read));
            assertThat(walked(input, shape)).as(input.hex()).isEqualTo(expected);
            taken += expected.isPresent() ? 1 : 0;
            changedAndTaken += expected.isPresent() && !input.equals(encoded) ? 1 : 0;
        }
        assertThat(taken).isLessThan(ROUNDS);
        assertThat(changedAndTaken).isPositive();
    }

    private static CborValue shape(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> CborValue.of(random.nextLong() >> random.nextInt(64));
            case 1 -> CborValue.of(Bytes.zeros(random.nextInt(40)));
            case 2 ->
                    CborValue.of("aé水𐅑".substring(0, random.nextInt(4)).repeat(random.nextInt(9)));
            case 3 -> new CborValue.Bool(random.nextBoolean());
            case 4 -> new CborValue.Null();
            case 5 -> {
                List<CborValue> items = new ArrayList<>();
                for (int left = random.nextInt(5); left > 0; left--) {
                    items.add(shape(random, depth + 1));
                }
                yield new CborValue.Array(items);
            }
            default -> map(random, depth);
        };
    }

    /** In the order of its encoding. */
    private static CborValue map(Random random, int depth) {
        var entries = new LinkedHashMap<CborValue, CborValue>();
        for (int left = random.nextInt(5); left > 0; left--) {
            CborValue key =
                    random.nextBoolean()
                            ? CborValue.of(random.nextInt(1 << random.nextInt(17)))
                            : CborValue.of("k".repeat(random.nextInt(30)));
            entries.put(key, shape(random, depth + 1));
        }
        return CborReader.strict(CborWriter.encode(new CborValue.Dictionary(entries)), 1 << 20);
    }

    private static Optional<CborValue> tree(Bytes input) {
        try {
            return Optional.of(CborReader.strict(input, MAX));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<CborValue> walked(Bytes input, CborValue shape) {
        try {
            CborCursor in = CborCursor.strict(input, MAX);
            CborValue read = walk(in, shape);
            in.end();
            return Optional.of(read);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
            return Optional.empty();
        }
    }

    /** What stands there, read as something of this shape is read. */
    private static CborValue walk(CborCursor in, CborValue shape) {
        return switch (shape) {
            case CborValue.Int _ -> CborValue.of(in.integer("it"));
            case CborValue.ByteString _ -> CborValue.of(in.bytes("it"));
            case CborValue.Text _ -> CborValue.of(in.text("it"));
            case CborValue.Null _ -> {
                require(in.takeNull());
                yield shape;
            }
            case CborValue.Array(List<CborValue> items) -> {
                in.array("it", items.size());
                yield new CborValue.Array(items.stream().map(item -> walk(in, item)).toList());
            }
            case CborValue.Dictionary(Map<CborValue, CborValue> map) -> {
                var read = new LinkedHashMap<CborValue, CborValue>();
                CborEntries entries = in.map("it");
                map.forEach(
                        (key, value) -> {
                            require(entries.next());
                            CborValue k =
                                    key instanceof CborValue.Text
                                            ? CborValue.of(entries.text("it"))
                                            : CborValue.of(entries.uint("it"));
                            read.put(k, walk(in, value));
                        });
                require(!entries.next());
                yield new CborValue.Dictionary(read);
            }
            case CborValue.Bool _, CborValue.Tagged _ -> {
                CborValue read = in.value();
                require(read instanceof CborValue.Bool);
                yield read;
            }
        };
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new MalformedException("of another shape");
        }
    }

    private static boolean alike(CborValue one, CborValue other) {
        if (one instanceof CborValue.Array(List<CborValue> ones)
                && other instanceof CborValue.Array(List<CborValue> others)) {
            return ones.size() == others.size() && alike(ones.iterator(), others.iterator());
        }
        if (one instanceof CborValue.Dictionary(Map<CborValue, CborValue> ones)
                && other instanceof CborValue.Dictionary(Map<CborValue, CborValue> others)) {
            return ones.size() == others.size()
                    && alike(ones.keySet().iterator(), others.keySet().iterator())
                    && others.keySet().stream().noneMatch(CborCursorTest::negative)
                    && alike(ones.values().iterator(), others.values().iterator());
        }
        return one.getClass() == other.getClass();
    }

    private static boolean alike(Iterator<CborValue> ones, Iterator<CborValue> others) {
        while (ones.hasNext()) {
            if (!alike(ones.next(), others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean negative(CborValue key) {
        return key instanceof CborValue.Int(long number) && number < 0;
    }
}
