package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;

/** The hashes of RFC 9162 section 2.1.1, over SHA-256. */
public final class TreeHash {
    public static final int SIZE = Sha256.SIZE;

    /** The root of the tree without leaves. */
    public static final Bytes EMPTY_ROOT = Sha256.of();

    private static final Bytes LEAF = Bytes.fromHex("00");
    private static final Bytes NODE = Bytes.fromHex("01");

    private TreeHash() {}

    /** SHA-256(0x00 ‖ leaf). */
    public static Bytes leaf(Bytes leaf) {
        return Sha256.of(LEAF, leaf);
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static Bytes node(Bytes left, Bytes right) {
        return Sha256.of(NODE, left, right);
    }
}
