package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/** The hash of a node while it walks up a path, in one buffer: 0x01 ‖ left ‖ right. */
final class PathHash {
    private static final int LEFT = 1;
    private static final int RIGHT = LEFT + TreeHash.SIZE;
    private static final int END = RIGHT + TreeHash.SIZE;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] buffer = new byte[END];
    private final byte[] hash;
    private final byte[] path;
    private int at;

    PathHash(Bytes leaf, Bytes path) {
        this.hash = leaf.toArray();
        this.path = path.toArray();
        buffer[0] = 1;
    }

    boolean hasNext() {
        return at < path.length;
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
        System.arraycopy(path, at, buffer, sibling, TreeHash.SIZE);
        System.arraycopy(hash, 0, buffer, own, TreeHash.SIZE);
        at += TreeHash.SIZE;
        digest.update(buffer);
        try {
            digest.digest(hash, 0, TreeHash.SIZE);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer has the size of a hash", e);
        }
    }

    Bytes value() {
        return Bytes.of(hash);
    }
}
