package dev.sealwright.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedSecretTest {
    private static final Bytes KEY = Bytes.fromHex("a1".repeat(16));
    private static final Bytes IV = Bytes.fromHex("b2".repeat(12));
    private static final Bytes POINT = Bytes.fromHex("c3".repeat(32));
    private static final Bytes DIGEST = Bytes.fromHex("d4".repeat(32));

    static Stream<SealedSecret> sealed() {
        return Stream.of(
                direct(17),
                direct(SealedSecret.MAX_DIRECT + 16),
                large(1),
                large(SecretContent.MAX_SIZE));
    }

    private static SealedSecret direct(int ciphertext) {
        Bytes bytes = Bytes.zeros(ciphertext);
        return new SealedSecret(KEY, IV, bytes, new RecoveryBox(POINT, bytes), Optional.empty());
    }

    private static SealedSecret large(long size) {
        Bytes bytes = Bytes.zeros(48);
        return new SealedSecret(
                KEY,
                IV,
                bytes,
                new RecoveryBox(POINT, bytes),
                Optional.of(new SecretContent(size, DIGEST)));
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void aBlobIsReadAsItWasWritten(SealedSecret sealed) {
        assertThat(SealedSecret.decode(sealed.encode())).isEqualTo(sealed);
    }

    @Test
    void noOtherBytesAreTheSameBlob() {
        SealedSecret sealed = large(70_000);
        byte[] encoded = sealed.encode().toArray();
        Random random = new Random(7);
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= (byte) (1 + random.nextInt(255));
            differs(sealed, Bytes.of(other));
            differs(sealed, Bytes.of(encoded).slice(0, at));
        }
        differs(sealed, Bytes.concat(Bytes.of(encoded), Bytes.zeros(1)));
    }

    private static void differs(SealedSecret sealed, Bytes other) {
        try {
            SealedSecret read = SealedSecret.decode(other);
            assertThat(read).isNotEqualTo(sealed);
            assertThat(read.encode()).isEqualTo(other);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void aMissingAndAnUnknownFieldAreRefused(SealedSecret sealed) {
        var map = CborReader.strict(sealed.encode(), SealedSecret.MAX_SIZE).asMap("blob");
        for (CborValue key : map.keySet()) {
            var less = new LinkedHashMap<>(map);
            less.remove(key);
            refused(less);
        }
        var more = new LinkedHashMap<>(map);
        more.put(CborValue.of("zz"), CborValue.of(1));
        refused(more);
        var other = new LinkedHashMap<>(map);
        other.put(CborValue.of("form"), CborValue.of("sealwright/sealed/v2"));
        refused(other);
    }

    private static void refused(SequencedMap<CborValue, CborValue> map) {
        Bytes encoded = CborWriter.encode(new CborValue.Dictionary(map));
        refused(() -> SealedSecret.decode(encoded));
    }

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(MalformedException.class);
    }

    @Test
    void impossibleBlobsAreRefused() {
        refused(() -> direct(16));
        refused(() -> direct(SealedSecret.MAX_DIRECT + 17));
        refused(() -> large(0));
        refused(() -> large(SecretContent.MAX_SIZE + 1));
        RecoveryBox box = new RecoveryBox(POINT, Bytes.zeros(48));
        Optional<SecretContent> content = Optional.of(new SecretContent(9, DIGEST));
        refused(() -> new SealedSecret(KEY, IV, Bytes.zeros(47), box, Optional.empty()));
        refused(
                () ->
                        new SealedSecret(
                                KEY,
                                IV,
                                Bytes.zeros(49),
                                new RecoveryBox(POINT, Bytes.zeros(49)),
                                content));
        refused(() -> new SealedSecret(IV, IV, Bytes.zeros(48), box, content));
        refused(() -> new SealedSecret(KEY, KEY, Bytes.zeros(48), box, content));
        refused(() -> new RecoveryBox(KEY, Bytes.zeros(48)));
        refused(() -> SealedSecret.decode(Bytes.zeros(SealedSecret.MAX_SIZE + 1)));
    }

    @Test
    void theLargestBlobFits() {
        assertThat(direct(SealedSecret.MAX_DIRECT + 16).encode().size())
                .isLessThanOrEqualTo(SealedSecret.MAX_SIZE);
    }

    @Test
    void itSaysHowLargeTheValueIs() {
        assertThat(direct(16 + 5).size()).isEqualTo(5);
        assertThat(large(123_456).size()).isEqualTo(123_456);
    }

    /** The bytes that a recovery in ten years must still read. */
    @Test
    void theEncodingIsFrozen() {
        assertThat(large(9).encode().hex())
                .isEqualTo(
                        "a6"
                                + "626976"
                                + ("4c" + "b2".repeat(12))
                                + "636b6579"
                                + ("50" + "a1".repeat(16))
                                + "64666f726d"
                                + "747365616c7772696768742f7365616c65642f7631"
                                + "67636f6e74656e74"
                                + "a2"
                                + "6473697a65"
                                + "09"
                                + "66646967657374"
                                + ("5820" + "d4".repeat(32))
                                + "687265636f76657279"
                                + "a2"
                                + "6a63697068657274657874"
                                + ("5830" + "00".repeat(48))
                                + "6c656e63617073756c61746564"
                                + ("5820" + "c3".repeat(32))
                                + "6a63697068657274657874"
                                + ("5830" + "00".repeat(48)));
    }

    @Test
    void theContextTellsOrgsSecretsVersionsAndFormsApart() {
        Bytes other = Bytes.fromHex("0a".repeat(16));
        Optional<SecretContent> none = Optional.empty();
        List<Bytes> contexts =
                List.of(
                        new SecretVersion(World.ORG, KEY, 1).context(none),
                        new SecretVersion(other, KEY, 1).context(none),
                        new SecretVersion(World.ORG, other, 1).context(none),
                        new SecretVersion(World.ORG, KEY, 2).context(none),
                        new SecretVersion(World.ORG, KEY, 1)
                                .context(Optional.of(new SecretContent(1, DIGEST))));
        assertThat(contexts).doesNotHaveDuplicates();
    }
}
