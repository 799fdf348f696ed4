package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;

/** What the token holds of client keys. Answers from memory, and soon: the log waits for it. */
public interface KeyMaterial {
    /**
     * Whether this version was made here for this org, with this public half. From then on nobody
     * sweeps it.
     */
    boolean claim(Bytes org, KeyBody.Version version);

    /** Whether anything of the key is there still. */
    boolean holds(Bytes key);
}
