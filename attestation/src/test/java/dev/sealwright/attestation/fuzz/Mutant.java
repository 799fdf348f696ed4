package dev.sealwright.attestation.fuzz;

import dev.sealwright.protocol.Bytes;
import java.util.Random;

/** A good document with a few things wrong, without a fuzzer's machinery. */
final class Mutant {
    private Mutant() {}

    /** One to four changes: a byte, a cut, a repeated part, an interesting number. */
    static Bytes of(Bytes seed, Random random) {
        Bytes out = seed;
        for (int left = 1 + random.nextInt(4); left > 0 && !out.isEmpty(); left--) {
            int at = random.nextInt(out.size());
            Bytes before = out.slice(0, at);
            Bytes after = out.slice(at, out.size());
            out =
                    switch (random.nextInt(5)) {
                        case 0 -> before;
                        case 1 ->
                                Bytes.concat(
                                        before, after, after.slice(0, Math.min(16, after.size())));
                        case 2 -> overwritten(before, after, Bytes.fromHex("ffffffff"));
                        case 3 -> overwritten(before, after, Bytes.fromHex("7fffffff"));
                        default ->
                                overwritten(
                                        before,
                                        after,
                                        Bytes.of(new byte[] {(byte) random.nextInt()}));
                    };
        }
        return out;
    }

    private static Bytes overwritten(Bytes before, Bytes after, Bytes with) {
        int size = Math.min(with.size(), after.size());
        return Bytes.concat(before, with.slice(0, size), after.slice(size, after.size()));
    }
}
