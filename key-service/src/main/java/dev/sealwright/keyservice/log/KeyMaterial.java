package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.SecretBody;

/**
 * What the token holds, and what was made with it. Answers from memory, and soon: the log waits for
 * it.
 */
public interface KeyMaterial {
    /**
     * For a member that holds none of these keys: whether they are there is for those to judge that
     * do.
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

                @Override
                public boolean isOrgKey(Bytes org, long version, Bytes key) {
                    return true;
                }

                @Override
                public boolean holdsOrgKey(Bytes org, long version) {
                    return true;
                }

                @Override
                public boolean lacksOrgKey(Bytes org, long version) {
                    return true;
                }

                @Override
                public boolean resealed(Bytes org, SecretBody.Reseal reseal) {
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

    /** Whether the token holds that version of the org's own key, and under this CKA_ID. */
    boolean isOrgKey(Bytes org, long version, Bytes key);

    /** Whether anything of that version of the org's own key is there still. */
    boolean holdsOrgKey(Bytes org, long version);

    /** Whether nothing of it is there any more. */
    default boolean lacksOrgKey(Bytes org, long version) {
        return !holdsOrgKey(org, version);
    }

    /** Whether this service made the one blob of the other, since it started. */
    boolean resealed(Bytes org, SecretBody.Reseal reseal);
}
