package dev.sealwright.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 8949 appendix A, as far as it concerns what we take, and appendix F for what is not
 * well-formed.
 */
class CborVectorsTest {
    private static final int MAX = 1024;

    private static CborValue n(long value) {
        return CborValue.of(value);
    }

    private static CborValue array(CborValue... items) {
        return CborValue.array(items);
    }

    private static CborValue map(CborValue... keysAndValues) {
        var entries = new LinkedHashMap<CborValue, CborValue>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new CborValue.Dictionary(entries);
    }

    private static CborValue text(String text) {
        return CborValue.of(text);
    }

    static Stream<Arguments> deterministic() {
        CborValue twentyFive =
                array(
                        IntStream.rangeClosed(1, 25)
                                .mapToObj(CborVectorsTest::n)
                                .toArray(CborValue[]::new));
        return Stream.of(
                Arguments.of("00", n(0)),
                Arguments.of("01", n(1)),
                Arguments.of("0a", n(10)),
                Arguments.of("17", n(23)),
                Arguments.of("1818", n(24)),
                Arguments.of("1819", n(25)),
                Arguments.of("1864", n(100)),
                Arguments.of("1903e8", n(1000)),
                Arguments.of("1a000f4240", n(1_000_000)),
                Arguments.of("1b000000e8d4a51000", n(1_000_000_000_000L)),
                Arguments.of("1b7fffffffffffffff", n(Long.MAX_VALUE)),
                Arguments.of("20", n(-1)),
                Arguments.of("29", n(-10)),
                Arguments.of("3863", n(-100)),
                Arguments.of("3903e7", n(-1000)),
                Arguments.of("3b7fffffffffffffff", n(Long.MIN_VALUE)),
                Arguments.of("f4", new CborValue.Bool(false)),
                Arguments.of("f5", new CborValue.Bool(true)),
                Arguments.of("f6", new CborValue.Null()),
                Arguments.of("40", CborValue.of(Bytes.EMPTY)),
                Arguments.of("4401020304", CborValue.of(Bytes.fromHex("01020304"))),
                Arguments.of("60", text("")),
                Arguments.of("6161", text("a")),
                Arguments.of("6449455446", text("IETF")),
                Arguments.of("62225c", text("\"\\")),
                Arguments.of("62c3bc", text("\u00fc")),
                Arguments.of("63e6b0b4", text("\u6c34")),
                Arguments.of("64f0908591", text("\ud800\udd51")),
                Arguments.of("80", array()),
                Arguments.of("83010203", array(n(1), n(2), n(3))),
                Arguments.of("8301820203820405", array(n(1), array(n(2), n(3)), array(n(4), n(5)))),
                Arguments.of(
                        "98190102030405060708090a0b0c0d0e0f101112131415161718181819", twentyFive),
                Arguments.of("a0", map()),
                Arguments.of("a201020304", map(n(1), n(2), n(3), n(4))),
                Arguments.of(
                        "a26161016162820203", map(text("a"), n(1), text("b"), array(n(2), n(3)))),
                Arguments.of("826161a161626163", array(text("a"), map(text("b"), text("c")))));
    }

    @ParameterizedTest
    @MethodSource("deterministic")
    void theDeterministicFormIsReadAndWritten(String hex, CborValue value) {
        Bytes encoded = Bytes.fromHex(hex);
        assertThat(CborReader.strict(encoded, MAX)).isEqualTo(value);
        assertThat(CborReader.lenient(encoded, MAX)).isEqualTo(value);
        assertThat(CborWriter.encode(value)).isEqualTo(encoded);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("5f42010243030405ff", CborValue.of(Bytes.fromHex("0102030405"))),
                Arguments.of("7f657374726561646d696e67ff", text("streaming")),
                Arguments.of("9fff", array()),
                Arguments.of(
                        "9f018202039f0405ffff", array(n(1), array(n(2), n(3)), array(n(4), n(5)))),
                Arguments.of(
                        "83018202039f0405ff", array(n(1), array(n(2), n(3)), array(n(4), n(5)))),
                Arguments.of(
                        "bf61610161629f0203ffff",
                        map(text("a"), n(1), text("b"), array(n(2), n(3)))),
                Arguments.of("1800", n(0)),
                Arguments.of("190017", n(23)),
                Arguments.of("1a0000ffff", n(65_535)),
                Arguments.of("1b00000000ffffffff", n(4_294_967_295L)),
                Arguments.of("5801ff", CborValue.of(Bytes.fromHex("ff"))),
                Arguments.of("a203040102", map(n(3), n(4), n(1), n(2))),
                Arguments.of("c11a514b67b0", new CborValue.Tagged(1, n(1_363_896_240))),
                Arguments.of(
                        "d818456449455446",
                        new CborValue.Tagged(24, CborValue.of(Bytes.fromHex("6449455446")))));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherFormIsReadOnlyLeniently(String hex, CborValue value) {
        Bytes encoded = Bytes.fromHex(hex);
        assertThat(CborReader.lenient(encoded, MAX)).isEqualTo(value);
        assertThatThrownBy(() -> CborReader.strict(encoded, MAX))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "19ff",
                "1a0000",
                "1bffffffffffffffff",
                "3bffffffffffffffff",
                "1c",
                "1d",
                "1e",
                "1f",
                "41",
                "5f",
                "5f00ff",
                "5f5f4100ffff",
                "5f6100ff",
                "7f4100ff",
                "61",
                "61ff",
                "7f61c361bcff",
                "62c328",
                "9b7fffffffffffffff",
                "bb7fffffffffffffff",
                "5b7fffffffffffffff",
                "7b7fffffffffffffff",
                "81",
                "9f",
                "a1",
                "a101",
                "bf",
                "bf00ff",
                "a201020103",
                "bf01020103ff",
                "a2010218010",
                "c0",
                "d8",
                "dc00",
                "e0",
                "f0",
                "f7",
                "f800",
                "f818",
                "f820",
                "f8ff",
                "f90000",
                "fa47c35000",
                "fb3ff199999999999a",
                "fc",
                "ff",
                "0000",
                "8000",
                "81ff",
                "a100ff",
                "5b8000000000000000"
            })
    void whatIsNotWellFormedOrNotOursIsRefused(String hex) {
        Bytes encoded = Bytes.fromHex(hex.length() % 2 == 0 ? hex : hex + "0");
        assertThatThrownBy(() -> CborReader.strict(encoded, MAX))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CborReader.lenient(encoded, MAX))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CborReader.strictWithTags(encoded, MAX))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aKeyTwiceInTwoSpellingsIsTwice() {
        assertThatThrownBy(() -> CborReader.lenient(Bytes.fromHex("a2010218010a"), MAX))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void mapKeysAreSortedByTheirEncoding() {
        CborValue value =
                map(
                        text("aa"),
                        n(6),
                        n(-1),
                        n(3),
                        text("z"),
                        n(5),
                        n(100),
                        n(2),
                        n(10),
                        n(1),
                        array(n(100)),
                        n(7));
        // RFC 8949 section 4.2.1 gives this order for these keys.
        assertThat(CborWriter.encode(value).hex())
                .isEqualTo("a60a011864022003617a056261610681186407");
    }

    @Test
    void nestingAndSizeAreBounded() {
        assertThat(CborReader.strict(Bytes.fromHex("81".repeat(16) + "00"), MAX)).isNotNull();
        for (String open : List.of("81", "9f", "c0", "a100")) {
            assertThatThrownBy(() -> CborReader.lenient(Bytes.fromHex(open.repeat(400)), MAX))
                    .hasMessageContaining("deep");
        }
        assertThatThrownBy(() -> CborReader.strict(Bytes.zeros(11), 10))
                .hasMessageContaining("more than 10");
    }

    @Test
    void fieldsAreTakenOnceAndAllOfThem() {
        MapFields fields = MapFields.of(CborValue.map(Map.of("a", n(1), "b", n(-2))), "a thing");
        assertThat(fields.uint("a")).isEqualTo(1);
        assertThatThrownBy(fields::end).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> fields.uint("a")).hasMessage("a thing lacks a");
        assertThatThrownBy(() -> fields.uint("b")).hasMessage("b is negative");
        fields.end();
    }

    @Test
    void manySmallItemsAreRefusedBeforeTheyFillTheMemory() {
        for (int items : new int[] {CborReader.MAX_ITEMS, 3 * CborReader.MAX_ITEMS}) {
            byte[] input = new byte[5 + items];
            ByteBuffer.wrap(input).put((byte) 0x9a).putInt(items);
            Arrays.fill(input, 5, input.length, (byte) 0xf6);
            assertThatThrownBy(() -> CborReader.strict(Bytes.of(input), input.length))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("items");
        }
    }
}
