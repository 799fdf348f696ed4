package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.time.Duration;
import java.time.Instant;

/**
 * What happened to a client key, or is to be done with it. The key service learns a key's state
 * from these leaves alone, once it has appended them.
 */
public sealed interface KeyBody extends LeafBody {
    /** Id of the key, 16 bytes; the same for all its versions, and never used again. */
    Bytes key();

    /** A key's version exists from here on, and is the one that signs. */
    record Version(Bytes key, long version, SigningAlgorithm algorithm, Bytes spki)
            implements KeyBody {
        public static final int MAX_SPKI = 512;

        public Version {
            requireVersion(key, version);
            require(!spki.isEmpty() && spki.size() <= MAX_SPKI, "spki");
            algorithm.parse(spki);
        }

        @Override
        public String type() {
            return "key-version";
        }
    }

    /** The key signs from here on, or does not. */
    record Switch(Bytes key, boolean enabled) implements KeyBody {
        public Switch {
            require(key, ID, "key");
        }

        @Override
        public String type() {
            return "key-switch";
        }
    }

    /**
     * The key signs no more, and its material is destroyed at some time.
     *
     * @param due not before {@link #SHORTEST} after the leaf's time
     */
    record Destruction(Bytes key, Instant due) implements KeyBody {
        public static final Duration SHORTEST = Duration.ofDays(1);
        public static final Duration LONGEST = Duration.ofDays(90);

        public Destruction {
            require(key, ID, "key");
            Seconds.require(due);
        }

        @Override
        public String type() {
            return "key-destruction";
        }
    }

    /** The key is not destroyed after all. */
    record Restoration(Bytes key) implements KeyBody {
        public Restoration {
            require(key, ID, "key");
        }

        @Override
        public String type() {
            return "key-restoration";
        }
    }

    /** The key's material was destroyed. */
    record Destroyed(Bytes key) implements KeyBody {
        public Destroyed {
            require(key, ID, "key");
        }

        @Override
        public String type() {
            return "key-destroyed";
        }
    }

    /**
     * The right to one signature.
     *
     * @param message SHA-256 of what is signed
     * @param caller SHA-256(salt of 16 bytes ‖ JSON that names who asked)
     */
    record Sign(Bytes key, long version, SigningAlgorithm algorithm, Bytes message, Bytes caller)
            implements KeyBody {
        public Sign {
            requireVersion(key, version);
            require(message, DIGEST, "message");
            require(caller, DIGEST, "caller");
        }

        @Override
        public String type() {
            return "sign";
        }

        @Override
        public boolean lasting() {
            return false;
        }
    }

    private static void requireVersion(Bytes key, long version) {
        require(key, ID, "key");
        require(version >= 1, "version");
    }
}
