package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;

/** The root key, wherever it is. */
@FunctionalInterface
public interface RootSigner {
    /** ECDSA with SHA-256 over the message: r ‖ s, 32 bytes each. */
    Bytes sign(Bytes message);
}
