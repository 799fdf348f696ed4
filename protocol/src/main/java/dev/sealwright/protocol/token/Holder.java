package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;

/** Who holds the private half of a token's key. */
public interface Holder {
    HolderKey key();

    /** A signature as {@link HolderKey#verifies} takes it. */
    Bytes sign(Bytes message);
}
