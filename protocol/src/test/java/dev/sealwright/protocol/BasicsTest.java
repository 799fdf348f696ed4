package dev.sealwright.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes, frames, times and ids. */
class BasicsTest {
    private static void malformed(ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(MalformedException.class);
    }

    @Test
    void bytesCannotBeChangedFromOutside() {
        byte[] mine = {1, 2, 3};
        Bytes bytes = Bytes.of(mine);
        mine[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes)
                .isEqualTo(Bytes.fromHex("010203"))
                .hasSameHashCodeAs(Bytes.fromHex("010203"));
    }

    @Test
    void bytesShowTheirLengthAndBeginningOnly() {
        assertThat(Bytes.fromHex("0102030405060708")).hasToString("8 bytes 01020304…");
        assertThat(Bytes.fromHex("0102")).hasToString("2 bytes 0102");
    }

    @Test
    void bytesCompareUnsigned() {
        assertThat(Bytes.fromHex("80")).isGreaterThan(Bytes.fromHex("7f"));
        assertThat(Bytes.fromHex("7f00")).isGreaterThan(Bytes.fromHex("7f"));
        assertThat(Bytes.fromHex("7f").equalsConstantTime(Bytes.fromHex("7f"))).isTrue();
        assertThat(Bytes.fromHex("7f").equalsConstantTime(Bytes.fromHex("7f00"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AB", "AA=", "AA==", "A+AA", "A/AA", "AA AA", "AAAA\n", "AAB"})
    void onlyTheCanonicalBase64UrlIsRead(String text) {
        malformed(() -> Bytes.fromBase64Url(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AAA", "AB==", "AAB=", "A-AA", "AAAA====", "AAAA\n"})
    void onlyTheCanonicalBase64IsRead(String text) {
        malformed(() -> Bytes.fromBase64(text));
    }

    @Test
    void everyBase64IsReadAsItWasWritten() {
        for (int size = 0; size < 50; size++) {
            Bytes bytes = Bytes.fromHex("fb".repeat(size));
            assertThat(Bytes.fromBase64(bytes.base64())).isEqualTo(bytes);
            assertThat(Bytes.fromBase64Url(bytes.base64Url())).isEqualTo(bytes);
            assertThat(Bytes.fromHex(bytes.hex())).isEqualTo(bytes);
        }
        malformed(() -> Bytes.fromHex("0"));
        malformed(() -> Bytes.fromHex("0g"));
    }

    @Test
    void framesTellPartsApart() {
        Bytes ab = Framed.domain("d").add("a").add("b").bytes();
        assertThat(ab.hex()).isEqualTo("0000000164" + "0000000161" + "0000000162");
        assertThat(Framed.domain("d").add("ab").add("").bytes()).isNotEqualTo(ab);
        assertThat(Framed.domain("d").addUint64(258).bytes().hex())
                .isEqualTo("0000000164" + "00000008" + "0000000000000102");
    }

    @Test
    void aValidityCountsOneMinuteAround() {
        Validity validity =
                Validity.starting(
                        Instant.ofEpochSecond(1000).plusMillis(900), Duration.ofSeconds(10));
        assertThat(validity)
                .isEqualTo(new Validity(Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1010)));
        assertThat(validity.contains(Instant.ofEpochSecond(940))).isTrue();
        assertThat(validity.contains(Instant.ofEpochSecond(939))).isFalse();
        assertThat(validity.contains(Instant.ofEpochSecond(1070))).isTrue();
        assertThat(validity.contains(Instant.ofEpochSecond(1071))).isFalse();
        malformed(() -> new Validity(Instant.ofEpochSecond(5), Instant.ofEpochSecond(4)));
    }

    @Test
    void timesAreWholeSecondsThatX509CanWrite() {
        assertThat(Seconds.of(Seconds.MAX)).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        malformed(() -> Seconds.of(Seconds.MAX + 1));
        malformed(() -> Seconds.of(-1));
        malformed(() -> Seconds.require(Instant.ofEpochSecond(1, 1)));
    }

    @Test
    void aVersionSevenIdOrdersByTime() {
        Bytes early = Uuids.v7(Instant.ofEpochMilli(1_000), Bytes.fromHex("ff".repeat(10)));
        Bytes late = Uuids.v7(Instant.ofEpochMilli(1_001), Bytes.zeros(10));
        assertThat(early).isLessThan(late);
        assertThat(Uuids.isV7(early)).isTrue();
        assertThat(Uuids.uuid(early).version()).isEqualTo(7);
        assertThat(Uuids.uuid(early).variant()).isEqualTo(2);
        assertThat(Uuids.isV7(Uuids.bytes(UUID.fromString("c232ab00-9414-41ec-b3c8-9e6bdeced846"))))
                .isFalse();
    }

    /** The example of RFC 9562 appendix A.6. */
    @Test
    void aVersionSevenIdIsThatOfTheRfc() {
        Bytes id =
                Uuids.v7(
                        Instant.ofEpochMilli(0x017F22E279B0L),
                        Bytes.fromHex("0cc318c4dc0c0c07398f"));
        assertThat(Uuids.text(id)).isEqualTo("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                "017f22e279b07cc398c4dc0c0c07398f",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
                "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}"
            })
    void onlyTheCanonicalTextOfAnIdIsRead(String text) {
        malformed(() -> Uuids.parse(text));
    }

    @Test
    void anExceptionIsShort() {
        assertThat(new MalformedException("x".repeat(500)).getMessage()).hasSize(200);
        assertThat(
                        new VerificationException(
                                        VerificationException.Reason.EXPIRED, "x".repeat(500))
                                .getMessage())
                .hasSize(200);
    }
}
