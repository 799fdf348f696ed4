package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.Optional;

/**
 * What the token holds, and what was made with it. Answers from memory, and soon: the log waits for
 * it.
 */
public interface KeyMaterial {
    /**
     * Whether this version was made here for this org, with this public half. From then on nobody
     * sweeps it.
     */
    boolean claim(Bytes org, KeyBody.Version version);

    /** Whether anything of the key is there still. */
    boolean holds(Bytes key);

    /** CKA_ID of that version of the org's own key, if the token holds it. */
    Optional<Bytes> orgKey(Bytes org, long version);

    /** Whether this service made the one blob of the other, since it started. */
    boolean resealed(Bytes org, SecretBody.Reseal reseal);
}
