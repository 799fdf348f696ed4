package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The hash of a node while it walks up a path, in one buffer: 0x01 ‖ left ‖ right. Each hash is
 * written to where the next one reads it, so that hashing is all there is to do.
 */
final class PathHash {
    private static final int LEFT = 1;
    private static final int RIGHT = LEFT + TreeHash.SIZE;
    private static final int END = RIGHT + TreeHash.SIZE;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] buffer = new byte[END];
    private final Bytes leaf;
    private final Bytes path;
    private int at;

    PathHash(Bytes leaf, Bytes path) {
        this.leaf = leaf;
        this.path = path;
        buffer[0] = 1;
    }

    boolean hasNext() {
        return at < path.size();
    }

    /** The next sibling is on the left. */
    void joinLeft() {
        join(LEFT, RIGHT);
    }

    /** The next sibling is on the right. */
    void joinRight() {
        join(RIGHT, LEFT);
    }

    private void join(int sibling, int own) {
        if (at == 0) {
            leaf.copy(0, buffer, own, TreeHash.SIZE);
        } else {
            finish(own);
        }
        path.copy(at, buffer, sibling, TreeHash.SIZE);
        at += TreeHash.SIZE;
        digest.update(buffer, 0, END);
    }

    private void finish(int own) {
        try {
            digest.digest(buffer, own, TreeHash.SIZE);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer has room for a hash", e);
        }
    }

    /** Of the whole way; asked once, at its end. */
    Bytes value() {
        return at == 0 ? leaf : Bytes.from(digest);
    }
}
