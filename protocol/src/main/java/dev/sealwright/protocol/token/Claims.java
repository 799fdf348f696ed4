package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;

/**
 * What a token says beside its leaf, which holds its id, org, times and the salted digest of this.
 *
 * @param subject for whom it was issued
 * @param holder whose signatures present it and narrow it
 * @param depth how many attenuation blocks may follow, 0 to {@value #MAX_DEPTH}
 * @param caveats among them audience and tools; without resources it allows requests on none
 */
public record Claims(String subject, HolderKey holder, int depth, Caveats caveats) {
    /** Of the deterministic CBOR. */
    public static final int MAX_SIZE = 8 * 1024;

    public static final int MAX_DEPTH = 8;

    public Claims {
        Words.require(subject, "a subject");
        if (depth < 0 || depth > MAX_DEPTH) {
            throw new MalformedException("a depth that is not 0 to " + MAX_DEPTH);
        }
        if (caveats.find(Caveat.Audience.class).isEmpty()
                || caveats.find(Caveat.Tools.class).isEmpty()) {
            throw new MalformedException("claims without an audience or tools");
        }
    }

    /** {@code [subject, holder, depth, caveats]}. */
    public Bytes encode() {
        Bytes encoded =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(subject),
                                CborValue.of(holder.spki()),
                                CborValue.of(depth),
                                caveats.cbor()));
        if (encoded.size() > MAX_SIZE) {
            throw new MalformedException("claims larger than " + MAX_SIZE);
        }
        return encoded;
    }

    public static Claims decode(Bytes encoded) {
        CborCursor in = CborCursor.strict(encoded, MAX_SIZE);
        in.array("claims", 4);
        var claims =
                new Claims(
                        in.text("a subject"),
                        new HolderKey(in.bytes("a holder key")),
                        (int) Math.min(in.uint("a depth"), Integer.MAX_VALUE),
                        Caveats.read(in));
        in.end();
        return claims;
    }
}
