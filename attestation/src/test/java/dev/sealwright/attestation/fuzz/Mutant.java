package dev.sealwright.attestation.fuzz;

import dev.sealwright.protocol.Bytes;
import java.util.Random;

/** A good document with a few things wrong, without a fuzzer's machinery. */
final class Mutant {
    private static final int KINDS = 7;

    private Mutant() {}

    /** One to four changes; what a splice takes comes from the seed itself. */
    static Bytes of(Bytes seed, Random random) {
        return of(seed, seed, random);
    }

    /**
     * One to four changes: a byte, a bit, a cut, a part left out or repeated, an interesting
     * number, the end of another document.
     */
    static Bytes of(Bytes seed, Bytes other, Random random) {
        Bytes out = seed;
        for (int left = 1 + random.nextInt(4); left > 0 && !out.isEmpty(); left--) {
            int at = random.nextInt(out.size());
            out = changed(out.slice(0, at), out.slice(at, out.size()), other, random);
        }
        return out;
    }

    private static Bytes changed(Bytes before, Bytes after, Bytes other, Random random) {
        return switch (random.nextInt(KINDS)) {
            case 0 -> random.nextBoolean() ? before : Bytes.concat(before, part(other, random));
            case 1 -> Bytes.concat(before, after, after.slice(0, Math.min(16, after.size())));
            case 2 -> overwritten(before, after, Bytes.fromHex("ffffffff"));
            case 3 -> overwritten(before, after, Bytes.fromHex("7fffffff"));
            case 4 -> overwritten(before, after, one(after.get(0) ^ 1 << random.nextInt(8)));
            case 5 -> Bytes.concat(before, part(after, random));
            default -> overwritten(before, after, one(random.nextInt()));
        };
    }

    private static Bytes part(Bytes whole, Random random) {
        return whole.isEmpty() ? whole : whole.slice(random.nextInt(whole.size()), whole.size());
    }

    private static Bytes one(int value) {
        return Bytes.of(new byte[] {(byte) value});
    }

    private static Bytes overwritten(Bytes before, Bytes after, Bytes with) {
        int size = Math.min(with.size(), after.size());
        return Bytes.concat(before, with.slice(0, size), after.slice(size, after.size()));
    }
}
