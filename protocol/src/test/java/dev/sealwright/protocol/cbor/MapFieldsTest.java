package dev.sealwright.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that are read on the way are those of the tree. */
class MapFieldsTest {
    private static final int MAX = 1024;
    private static final int ROUNDS = 20_000;
    private static final List<String> NAMES =
            List.of("a", "b", "c", "exp", "nbf", "digest", "é", "", "k".repeat(23), "k".repeat(24));

    private static MapFields read(Map<String, CborValue> map) {
        CborCursor in = CborCursor.strict(CborWriter.encode(CborValue.map(map)), MAX);
        return MapFields.read(in, "a thing");
    }

    @Test
    void fieldsAreTakenInAnyOrderOnceAndAllOfThem() {
        for (List<String> order : List.of(List.of("a", "b", "c"), List.of("c", "a", "b"))) {
            MapFields fields =
                    read(
                            Map.of(
                                    "a", CborValue.of(1),
                                    "b", CborValue.of("two"),
                                    "c", CborValue.of(Bytes.zeros(3))));
            for (String name : order) {
                assertThatThrownBy(() -> fields.uint("d")).hasMessage("a thing lacks d");
                switch (name) {
                    case "a" -> assertThat(fields.uint("a")).isEqualTo(1);
                    case "b" -> assertThat(fields.text("b")).isEqualTo("two");
                    default -> assertThat(fields.bytes("c", 3)).isEqualTo(Bytes.zeros(3));
                }
                assertThatThrownBy(() -> fields.take(name)).hasMessage("a thing lacks " + name);
            }
            fields.end();
        }
    }

    @Test
    void aFieldThatNobodyTookIsRefused() {
        assertThatThrownBy(() -> read(Map.of("a", CborValue.of(1))).end())
                .isInstanceOf(MalformedException.class);
        MapFields looked = read(Map.of("a", CborValue.of(1)));
        assertThat(looked.has("a")).isTrue();
        assertThat(looked.has("b")).isFalse();
        assertThatThrownBy(looked::end).isInstanceOf(MalformedException.class);
        assertThat(looked.uint("a")).isEqualTo(1);
        looked.end();
    }

    @Test
    void aValidityIsOfTwoFields() {
        long from = World.NOW.getEpochSecond();
        MapFields fields = read(Map.of("nbf", CborValue.of(from), "exp", CborValue.of(from + 9)));
        assertThat(fields.validity().length()).hasSeconds(9);
        fields.end();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theyAreThoseOfTheTree(long seed) {
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, CborValue> map = map(random);
            List<String> order = new ArrayList<>(map.keySet());
            if (random.nextBoolean()) {
                Collections.shuffle(order, random);
            }
            Bytes input = Mutations.of(CborWriter.encode(CborValue.map(map)), random);
            Optional<List<CborValue>> expected = fromTree(input, map, order);
            assertThat(onTheWay(input, map, order)).as(input.hex()).isEqualTo(expected);
            taken += expected.isPresent() ? 1 : 0;
        }
        assertThat(taken).isBetween(1, ROUNDS - 1);
    }

    private static Map<String, CborValue> map(Random random) {
        Map<String, CborValue> map = new LinkedHashMap<>();
        for (String name : NAMES) {
            switch (random.nextInt(6)) {
                case 0 -> map.put(name, CborValue.of(random.nextInt(300)));
                case 1 -> map.put(name, CborValue.of(name));
                case 2 -> map.put(name, CborValue.of(Bytes.utf8(name)));
                case 3 -> map.put(name, CborValue.array(CborValue.of(1)));
                default -> {}
            }
        }
        // In the order of the encoding, so that they can be taken as they stand.
        var sorted = new LinkedHashMap<String, CborValue>();
        CborReader.strict(CborWriter.encode(CborValue.map(map)), MAX)
                .asMap("it")
                .forEach((key, value) -> sorted.put(key.asText("a key"), value));
        return sorted;
    }

    private static Optional<List<CborValue>> fromTree(
            Bytes input, Map<String, CborValue> shape, List<String> order) {
        try {
            return Optional.of(
                    taken(MapFields.of(CborReader.strict(input, MAX), "it"), shape, order));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<CborValue>> onTheWay(
            Bytes input, Map<String, CborValue> shape, List<String> order) {
        try {
            CborCursor in = CborCursor.strict(input, MAX);
            List<CborValue> taken = taken(MapFields.read(in, "it"), shape, order);
            in.end();
            return Optional.of(taken);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static List<CborValue> taken(
            MapFields fields, Map<String, CborValue> shape, List<String> order) {
        List<CborValue> taken = new ArrayList<>();
        for (String name : order) {
            taken.add(
                    switch (shape.get(name)) {
                        case CborValue.Int _ -> CborValue.of(fields.uint(name));
                        case CborValue.Text _ -> CborValue.of(fields.text(name));
                        case CborValue.ByteString _ -> CborValue.of(fields.bytes(name));
                        default -> fields.take(name);
                    });
        }
        fields.end();
        return taken;
    }
}
