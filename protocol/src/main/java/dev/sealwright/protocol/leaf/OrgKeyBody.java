package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import java.time.Instant;

/**
 * What happened to the key under which the leaf's org has its secrets sealed; under no org, to the
 * service's own key {@code mac}, which derives secrets. Version 1 is there without a leaf, since it
 * is made when it is first needed, or by the ceremony; the key service learns of the others from
 * these leaves alone, once it has appended them.
 */
public sealed interface OrgKeyBody extends LeafBody {
    /** Version of the org's key, from 1. */
    long version();

    /**
     * The version exists, and is the one that seals from here on.
     *
     * @param version from 2
     * @param key CKA_ID of the key, 16 bytes
     */
    record Version(long version, Bytes key) implements OrgKeyBody {
        public Version {
            require(version >= 2, "version");
            require(key, ID, "key");
        }

        @Override
        public String type() {
            return "org-key-version";
        }
    }

    /** The version opens what it sealed from here on, or does not. */
    record Switch(long version, boolean enabled) implements OrgKeyBody {
        public Switch {
            require(version >= 1, "version");
        }

        @Override
        public String type() {
            return "org-key-switch";
        }
    }

    /**
     * The version opens nothing more, and is destroyed at some time.
     *
     * @param due within the bounds of {@link KeyBody.Destruction}
     */
    record Destruction(long version, Instant due) implements OrgKeyBody {
        public Destruction {
            require(version >= 1, "version");
            Seconds.require(due);
        }

        @Override
        public String type() {
            return "org-key-destruction";
        }
    }

    /** The version is not destroyed after all. */
    record Restoration(long version) implements OrgKeyBody {
        public Restoration {
            require(version >= 1, "version");
        }

        @Override
        public String type() {
            return "org-key-restoration";
        }
    }

    /** The version was destroyed, and all that only it could open with it. */
    record Destroyed(long version) implements OrgKeyBody {
        public Destroyed {
            require(version >= 1, "version");
        }

        @Override
        public String type() {
            return "org-key-destroyed";
        }
    }
}
