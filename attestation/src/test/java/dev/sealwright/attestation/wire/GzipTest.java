package dev.sealwright.attestation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** One member, whole, within its bound, with nothing behind it. */
class GzipTest {
    private static final int MAX = 1000;

    private static Bytes packed(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return Bytes.of(out.toByteArray());
    }

    private static Bytes random(int size) {
        byte[] content = new byte[size];
        new Random(7).nextBytes(content);
        return Bytes.of(content);
    }

    private static void isMalformed(Bytes input) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Gzip.unpack(input, MAX));
    }

    @Test
    void whatWasPackedComesBack() throws IOException {
        for (int size : new int[] {0, 1, 500, MAX}) {
            Bytes input = packed(random(size).toArray());
            assertThat(Gzip.isPacked(input)).isTrue();
            assertThat(Gzip.unpack(input, MAX)).isEqualTo(random(size));
        }
    }

    @Test
    void aNameIsPassedOver() throws IOException {
        byte[] input = packed(random(9).toArray()).toArray();
        input[3] = 8;
        Bytes named =
                Bytes.concat(
                        Bytes.of(input).slice(0, 10),
                        Bytes.utf8("name\0"),
                        Bytes.of(input).slice(10, input.length));

        assertThat(Gzip.unpack(named, MAX)).isEqualTo(random(9));
    }

    @Test
    void whatUnpacksToMoreIsRefusedBeforeItIs() throws IOException {
        isMalformed(packed(new byte[MAX + 1]));
        Bytes bomb = packed(new byte[64 << 20]);
        assertThat(bomb.size()).isLessThan(128 * 1024);
        isMalformed(bomb);
    }

    @Test
    void whatIsCutChangedOrHasMoreBehindItIsRefused() throws IOException {
        Bytes good = packed(random(100).toArray());
        for (int size = 0; size < good.size(); size++) {
            isMalformed(good.slice(0, size));
        }
        isMalformed(Bytes.concat(good, Bytes.zeros(1)));
        isMalformed(Bytes.concat(good, good));
        for (int at : new int[] {0, 1, 2, good.size() - 1, good.size() - 5}) {
            isMalformed(changed(good, at, 1));
        }
        for (int flags : new int[] {1, 2, 4, 16, 32}) {
            isMalformed(changed(good, 3, flags));
        }
        isMalformed(Bytes.utf8("text"));
    }

    private static Bytes changed(Bytes good, int at, int by) {
        byte[] bytes = good.toArray();
        bytes[at] ^= (byte) by;
        return Bytes.of(bytes);
    }
}
