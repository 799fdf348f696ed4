package dev.sealwright.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedSecretTest {
    private static final Bytes ID = Bytes.fromHex("a1".repeat(16));
    private static final Bytes IV = Bytes.fromHex("b2".repeat(12));
    private static final Bytes POINT = Bytes.fromHex("c3".repeat(32));
    private static final Bytes DIGEST = Bytes.fromHex("d4".repeat(32));
    private static final int AROUND = SaltedValue.SALT + 16;
    private static final SecretVersion VERSION = new SecretVersion(ID, ID, 3);

    static Stream<SharedSecret> shared() {
        return Stream.of(
                direct(1),
                direct(SealedSecret.MAX_DIRECT),
                large(1),
                large(SecretContent.MAX_SIZE));
    }

    private static SharedSecret direct(int value) {
        return new SharedSecret(
                DIGEST, new RecoveryBox(POINT, Bytes.zeros(value + AROUND)), Optional.empty());
    }

    private static SharedSecret large(long size) {
        return new SharedSecret(
                DIGEST,
                new RecoveryBox(POINT, Bytes.zeros(32 + AROUND)),
                Optional.of(new SecretContent(size, DIGEST)));
    }

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @MethodSource("shared")
    void aBlobIsReadAsItWasWritten(SharedSecret shared) {
        assertThat(SharedSecret.decode(shared.encode())).isEqualTo(shared);
        assertThat(SealedBlob.decode(shared.encode())).isEqualTo(shared);
        assertThat(shared.encode().size()).isLessThanOrEqualTo(SealedSecret.MAX_SIZE);
    }

    @Test
    void noOtherBytesAreTheSameBlob() {
        SharedSecret shared = large(70_000);
        byte[] encoded = shared.encode().toArray();
        Random random = new Random(7);
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= (byte) (1 + random.nextInt(255));
            differs(shared, Bytes.of(other));
            differs(shared, Bytes.of(encoded).slice(0, at));
        }
        differs(shared, Bytes.concat(Bytes.of(encoded), Bytes.zeros(1)));
    }

    private static void differs(SharedSecret shared, Bytes other) {
        try {
            SealedBlob read = SealedBlob.decode(other);
            assertThat(read).isNotEqualTo(shared);
            assertThat(read.encode()).isEqualTo(other);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("shared")
    void aMissingAndAnUnknownFieldAreRefused(SharedSecret shared) {
        var map = CborReader.strict(shared.encode(), SealedSecret.MAX_SIZE).asMap("blob");
        for (CborValue key : map.keySet()) {
            var less = new LinkedHashMap<>(map);
            less.remove(key);
            refused(() -> SealedBlob.decode(encoded(less)));
        }
        var more = new LinkedHashMap<>(map);
        more.put(CborValue.of("zz"), CborValue.of(1));
        refused(() -> SealedBlob.decode(encoded(more)));
        var other = new LinkedHashMap<>(map);
        other.put(CborValue.of("form"), CborValue.of("sealwright/sealed/v1"));
        refused(() -> SealedBlob.decode(encoded(other)));
        other.put(CborValue.of("form"), CborValue.of("sealwright/sealed/v3"));
        refused(() -> SealedBlob.decode(encoded(other)));
    }

    private static Bytes encoded(SequencedMap<CborValue, CborValue> map) {
        return CborWriter.encode(new CborValue.Dictionary(map));
    }

    @Test
    void impossibleOnesAreRefused() {
        refused(() -> direct(0));
        refused(() -> direct(SealedSecret.MAX_DIRECT + 1));
        refused(() -> new SharedSecret(ID, direct(1).recovery(), Optional.empty()));
        refused(
                () ->
                        new SharedSecret(
                                DIGEST,
                                direct(31).recovery(),
                                Optional.of(new SecretContent(9, DIGEST))));
        refused(() -> new KeySealing(IV, IV, Bytes.zeros(60)));
        refused(() -> new KeySealing(ID, ID, Bytes.zeros(60)));
        refused(() -> new KeySealing(ID, IV, Bytes.zeros(AROUND)));
        refused(() -> KeySealing.decode(Bytes.zeros(KeySealing.MAX_SIZE + 1)));
    }

    @Test
    void aSealingIsReadAsItWasWritten() {
        KeySealing sealing = new KeySealing(ID, IV, Bytes.zeros(SealedSecret.MAX_DIRECT + AROUND));
        Bytes encoded = sealing.encode();
        assertThat(KeySealing.decode(encoded)).isEqualTo(sealing);
        for (int size = 0; size < encoded.size(); size += 97) {
            Bytes cut = encoded.slice(0, size);
            refused(() -> KeySealing.decode(cut));
        }
    }

    @Test
    void itSaysHowLargeTheValueIs() {
        assertThat(direct(5).size()).isEqualTo(5);
        assertThat(large(123_456).size()).isEqualTo(123_456);
    }

    @Test
    void onlyTheValueThatWasCommittedToIsOpened() {
        byte[] value = "hunter2".getBytes(StandardCharsets.UTF_8);
        byte[] salt = new byte[SaltedValue.SALT];
        salt[3] = 9;
        byte[] salted = SaltedValue.of(salt, value);
        Bytes context = VERSION.context(Optional.empty());
        SharedSecret secret =
                new SharedSecret(
                        SaltedValue.commitment(context, salted),
                        new RecoveryBox(POINT, Bytes.zeros(value.length + AROUND)),
                        Optional.empty());

        assertThat(SaltedValue.opened(secret, VERSION, salted)).isEqualTo(value);
        for (int at = 0; at < salted.length; at++) {
            byte[] other = salted.clone();
            other[at] ^= 1;
            assertThatThrownBy(() -> SaltedValue.opened(secret, VERSION, other))
                    .isInstanceOf(VerificationException.class);
        }
        assertThatThrownBy(() -> SaltedValue.opened(secret, VERSION, salt))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> SaltedValue.opened(secret, new SecretVersion(ID, ID, 4), salted))
                .isInstanceOf(VerificationException.class);
    }
}
