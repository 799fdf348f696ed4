package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import java.time.Instant;
import java.util.Optional;

/** The end of capability tokens before their time. */
public sealed interface RevocationBody extends LeafBody {
    /**
     * A token, or one layer of it and what follows that layer, is good no more.
     *
     * @param token its id, 16 bytes
     * @param block id of the attenuation block, 32 bytes; empty for the whole token
     * @param expires when the token ends in any case, and the revocation need not be told any more
     * @param digest SHA-256(salt of 16 bytes ‖ JSON that names who revoked it, and why)
     */
    record TokenRevocation(Bytes token, Optional<Bytes> block, Instant expires, Bytes digest)
            implements RevocationBody {
        public TokenRevocation {
            require(token, ID, "token");
            block.ifPresent(id -> require(id, DIGEST, "block"));
            Seconds.require(expires);
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "token-revocation";
        }
    }

    /**
     * All revocations of the leaf's org that count, in one list.
     *
     * @param through how many leaves of the log it takes into account
     * @param digest SHA-256 of the list, see {@link dev.sealwright.protocol.token.RevocationList}
     */
    record TokenRevocationList(long through, Bytes digest) implements RevocationBody {
        public TokenRevocationList {
            require(through >= 0, "through");
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "token-revocation-list";
        }
    }
}
