package dev.sealwright.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import java.security.KeyPair;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MlDsa65Test {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    private final KeyPair pair = World.mlDsa65();
    private final Bytes key = World.rawMlDsa65(pair);
    private final Bytes signature = World.sign("ML-DSA-65", pair.getPrivate(), MESSAGE);

    @Test
    void aSignatureHoldsForItsMessageAndItsKeyOnly() {
        assertThat(key.size()).isEqualTo(1952);
        assertThat(signature.size()).isEqualTo(3309);
        assertThat(MlDsa65.verify(key, MESSAGE, signature)).isTrue();
        assertThat(MlDsa65.verify(key, Bytes.utf8("massage"), signature)).isFalse();
        assertThat(MlDsa65.verify(World.rawMlDsa65(World.mlDsa65()), MESSAGE, signature)).isFalse();
    }

    /** ML-DSA is strongly unforgeable: of a signature there is no other form. */
    @Test
    void aChangedBitAnywhereIsRefused() {
        Random random = new Random(204);
        for (int i = 0; i < 300; i++) {
            int bit = i < 8 ? i : random.nextInt(8 * signature.size());
            assertThat(MlDsa65.verify(key, MESSAGE, flipped(signature, bit))).isFalse();
        }
        int last = 8 * signature.size() - 1;
        assertThat(MlDsa65.verify(key, MESSAGE, flipped(signature, last))).isFalse();
        for (int i = 0; i < 50; i++) {
            Bytes other = flipped(key, random.nextInt(8 * key.size()));
            assertThat(MlDsa65.verify(other, MESSAGE, signature)).isFalse();
        }
    }

    /** The hints that end a signature have one form each; others must not slip through. */
    @Test
    void whatIsNoSignatureIsNone() {
        Random random = new Random(65);
        byte[] noise = new byte[MlDsa65.SIGNATURE_SIZE];
        for (int i = 0; i < 50; i++) {
            random.nextBytes(noise);
            assertThat(MlDsa65.verify(key, MESSAGE, Bytes.of(noise))).isFalse();
        }
        assertThat(MlDsa65.verify(key, MESSAGE, Bytes.zeros(MlDsa65.SIGNATURE_SIZE))).isFalse();
        assertThat(MlDsa65.verify(key, MESSAGE, signature.slice(0, 3308))).isFalse();
        assertThat(MlDsa65.verify(key, MESSAGE, Bytes.concat(signature, Bytes.zeros(1)))).isFalse();
        assertThat(MlDsa65.verify(key.slice(0, 1951), MESSAGE, signature)).isFalse();
        assertThat(MlDsa65.verify(Bytes.EMPTY, MESSAGE, signature)).isFalse();
        assertThat(MlDsa65.verify(key, MESSAGE, Bytes.EMPTY)).isFalse();
    }

    @Test
    void theTwoFormsOfAKeyAreThoseOfTheJdk() {
        Bytes spki = Bytes.of(pair.getPublic().getEncoded());

        assertThat(MlDsa65.spki(key)).isEqualTo(spki);
        assertThat(MlDsa65.raw(spki)).isEqualTo(key);
        assertThatThrownBy(() -> MlDsa65.raw(spki.slice(0, spki.size() - 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MlDsa65.raw(flipped(spki, 12 * 8)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MlDsa65.raw(Ed25519.spki(Bytes.zeros(32))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> MlDsa65.spki(Bytes.zeros(32)))
                .isInstanceOf(MalformedException.class);
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return Bytes.of(changed);
    }
}
