package dev.sealwright.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentCipherTest {
    private static final byte[] KEY = Bytes.fromHex("42".repeat(32)).toArray();
    private static final byte[] FIRST = "the first part".getBytes(StandardCharsets.UTF_8);
    private static final SecretVersion VERSION =
            new SecretVersion(World.ORG, Bytes.fromHex("07".repeat(16)), 3);

    private final ContentCipher cipher = new ContentCipher(KEY, VERSION);

    private Bytes first() {
        return cipher.seal(0, false, FIRST, FIRST.length);
    }

    private static void refused(ContentCipher by, int number, boolean last, Bytes chunk) {
        assertThatThrownBy(() -> by.open(number, last, chunk))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void aChunkIsOpenedInItsPlace() {
        assertThat(cipher.open(0, false, first())).isEqualTo(FIRST);
    }

    @Test
    void onlyTheGivenLengthIsSealed() {
        assertThat(cipher.open(0, true, cipher.seal(0, true, FIRST, 3))).hasSize(3);
    }

    @Test
    void aChunkCannotBeMoved() {
        refused(cipher, 1, false, first());
        refused(cipher, 256, false, first());
    }

    @Test
    void anEndCannotBeCutOffAndNothingCanFollowOne() {
        refused(cipher, 0, true, first());
        refused(cipher, 0, false, cipher.seal(0, true, FIRST, FIRST.length));
    }

    @Test
    void noOctetCanBeChanged() {
        byte[] sealed = first().toArray();
        for (int at = 0; at < sealed.length; at++) {
            byte[] other = sealed.clone();
            other[at] ^= 1;
            refused(cipher, 0, false, Bytes.of(other));
        }
        refused(cipher, 0, false, Bytes.of(sealed).slice(0, 10));
    }

    @Test
    void anotherVersionOrKeyOpensNothing() {
        byte[] otherKey = KEY.clone();
        otherKey[0] ^= 1;
        refused(new ContentCipher(otherKey, VERSION), 0, false, first());
        refused(
                new ContentCipher(KEY, new SecretVersion(World.ORG, VERSION.secret(), 4)),
                0,
                false,
                first());
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatThrownBy(() -> new ContentCipher(new byte[16], VERSION))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aLargeValueHasAChunkForEachPart() {
        Bytes digest = Bytes.zeros(32);
        assertThat(new SecretContent(1, digest).chunks()).isEqualTo(1);
        assertThat(new SecretContent(SecretContent.CHUNK, digest).chunks()).isEqualTo(1);
        assertThat(new SecretContent(SecretContent.CHUNK + 1, digest).chunks()).isEqualTo(2);
        assertThat(new SecretContent(SecretContent.MAX_SIZE, digest).chunks()).isEqualTo(256);
    }
}
