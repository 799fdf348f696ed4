package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;

/**
 * What happened to one version of a secret. The blob's digest ties each step to one ciphertext, so
 * that none can be put in the place of another.
 */
public sealed interface SecretBody extends LeafBody {
    /** Row id of the secret, 16 bytes. */
    Bytes secret();

    /** From 1. */
    long version();

    /** SHA-256 of the sealed blob. */
    Bytes blob();

    /** SHA-256 of the blob that is the version's after this leaf. */
    default Bytes standing() {
        return blob();
    }

    /** The version exists from here on. */
    record Seal(Bytes secret, long version, Bytes blob) implements SecretBody {
        public Seal {
            requireVersion(secret, version, blob);
        }

        @Override
        public String type() {
            return "seal";
        }
    }

    /**
     * The right to open the version once.
     *
     * @param caller SHA-256(salt of 16 bytes ‖ JSON that names who asked)
     */
    record Unseal(Bytes secret, long version, Bytes blob, Bytes caller) implements SecretBody {
        public Unseal {
            requireVersion(secret, version, blob);
            require(caller, DIGEST, "caller");
        }

        @Override
        public String type() {
            return "unseal";
        }

        @Override
        public boolean lasting() {
            return false;
        }
    }

    /**
     * The version has another ciphertext from here on, of the same value under a newer version of
     * the org's key.
     *
     * @param blob SHA-256 of the sealed blob before
     * @param next SHA-256 of the one that stands from here on
     */
    record Reseal(Bytes secret, long version, Bytes blob, Bytes next) implements SecretBody {
        public Reseal {
            requireVersion(secret, version, blob);
            require(next, DIGEST, "next");
            require(!next.equals(blob), "next");
        }

        @Override
        public String type() {
            return "reseal";
        }

        @Override
        public Bytes standing() {
            return next;
        }
    }

    /** The ciphertext was destroyed; nothing may open the version any more. */
    record Shred(Bytes secret, long version, Bytes blob) implements SecretBody {
        public Shred {
            requireVersion(secret, version, blob);
        }

        @Override
        public String type() {
            return "shred";
        }
    }

    private static void requireVersion(Bytes secret, long version, Bytes blob) {
        require(secret, ID, "secret");
        require(version >= 1, "version");
        require(blob, DIGEST, "blob");
    }
}
