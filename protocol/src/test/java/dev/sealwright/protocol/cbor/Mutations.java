package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import java.util.Random;

/** Encodings that are almost right. */
final class Mutations {
    private Mutations() {}

    /** The input itself, or with a few changes. */
    static Bytes of(Bytes input, Random random) {
        Bytes out = input;
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            out = edited(out, random);
        }
        return out;
    }

    private static Bytes edited(Bytes input, Random random) {
        int at = random.nextInt(input.size() + 1);
        Bytes before = input.slice(0, at);
        Bytes after = input.slice(at, input.size());
        if (after.isEmpty()) {
            return Bytes.concat(before, Bytes.zeros(random.nextInt(2)));
        }
        Bytes rest = after.slice(1, after.size());
        int byteThere = after.get(0) & 0xff;
        return switch (random.nextInt(6)) {
            case 0 -> before;
            case 1 -> Bytes.concat(before, rest);
            case 2 -> Bytes.concat(before, one(random.nextInt(256)), after);
            case 3 -> Bytes.concat(before, one(byteThere ^ (1 << random.nextInt(8))), rest);
            case 4 -> Bytes.concat(before, one(byteThere + (random.nextBoolean() ? 1 : -1)), rest);
            // The same head with its argument in a longer form.
            default ->
                    Bytes.concat(before, one((byteThere & 0xe0) | 24), one(byteThere & 0x1f), rest);
        };
    }

    private static Bytes one(int value) {
        return Bytes.of(new byte[] {(byte) value});
    }
}
