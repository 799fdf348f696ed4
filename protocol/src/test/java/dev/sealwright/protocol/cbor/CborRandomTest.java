package dev.sealwright.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random values and random bytes, the same ones each time. */
class CborRandomTest {
    private static final int ROUNDS = 5_000;
    private static final int MAX = 1 << 20;

    private final Random random = new Random(20260301);

    private CborValue value(int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 7)) {
            case 0 -> CborValue.of(random.nextLong() >> random.nextInt(64));
            case 1 -> CborValue.of(bytes());
            case 2 -> CborValue.of(bytes().hex());
            case 3 ->
                    random.nextBoolean()
                            ? new CborValue.Bool(random.nextBoolean())
                            : new CborValue.Null();
            case 4 -> new CborValue.Array(values(depth));
            case 5 -> new CborValue.Tagged(random.nextInt(70_000), value(depth + 1));
            default -> {
                var entries = new LinkedHashMap<CborValue, CborValue>();
                values(depth).forEach(key -> entries.put(key, value(depth + 1)));
                yield new CborValue.Dictionary(entries);
            }
        };
    }

    private List<CborValue> values(int depth) {
        List<CborValue> out = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            out.add(value(depth + 1));
        }
        return out;
    }

    private Bytes bytes() {
        byte[] out = new byte[random.nextInt(40)];
        random.nextBytes(out);
        return Bytes.of(out);
    }

    @Test
    void everyValueIsReadAsItWasWritten() {
        for (int i = 0; i < ROUNDS; i++) {
            CborValue value = value(0);
            Bytes encoded = CborWriter.encode(value);
            assertThat(CborReader.strictWithTags(encoded, MAX)).isEqualTo(value);
            assertThat(CborReader.lenient(encoded, MAX)).isEqualTo(value);
        }
    }

    @Test
    void whatIsReadStrictlyHasNoOtherEncoding() {
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] encoded = CborWriter.encode(value(0)).toArray();
            for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
                encoded[random.nextInt(encoded.length)] ^= (byte) (1 << random.nextInt(8));
            }
            read += reads(Bytes.of(encoded)) ? 1 : 0;
            read += reads(bytes()) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private static boolean reads(Bytes input) {
        try {
            assertThat(CborWriter.encode(CborReader.strictWithTags(input, MAX))).isEqualTo(input);
            return true;
        } catch (MalformedException e) {
            return lenient(input);
        }
    }

    private static boolean lenient(Bytes input) {
        try {
            CborValue value = CborReader.lenient(input, MAX);
            assertThat(CborReader.strictWithTags(CborWriter.encode(value), MAX)).isEqualTo(value);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
        return false;
    }
}
