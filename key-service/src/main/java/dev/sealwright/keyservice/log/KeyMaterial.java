package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;

/** What the token holds of client keys. Answers from memory, and soon: the log waits for it. */
public interface KeyMaterial {
    /**
     * For a member that holds no client keys: whether they are there is for those to judge that do.
     */
    KeyMaterial ELSEWHERE =
            new KeyMaterial() {
                @Override
                public boolean claim(Bytes org, KeyBody.Version version) {
                    return true;
                }

                @Override
                public boolean holds(Bytes key) {
                    return true;
                }

                @Override
                public boolean lacks(Bytes key) {
                    return true;
                }
            };

    /**
     * Whether this version was made here for this org, with this public half. From then on nobody
     * sweeps it.
     */
    boolean claim(Bytes org, KeyBody.Version version);

    /** Whether anything of the key is there still. */
    boolean holds(Bytes key);

    /** Whether nothing of the key is there any more. */
    default boolean lacks(Bytes key) {
        return !holds(key);
    }
}
