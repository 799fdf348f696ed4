package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import java.time.Duration;

/** What a token follows from. One type of leaf is one type of token. */
public sealed interface TokenBody extends LeafBody {
    /** SHA-256(salt of 16 bytes ‖ claims). */
    Bytes digest();

    /** When the token is good. */
    Validity validity();

    /** A token is over within a day. */
    @Override
    default boolean lasting() {
        return false;
    }

    /**
     * Evidence was appraised: an EAT Attestation Result (draft-ietf-rats-ear), whose claims are
     * JSON text.
     */
    record AttestationResult(Bytes digest, Validity validity) implements TokenBody {
        public static final Duration MAX_LENGTH = Duration.ofDays(1);

        public AttestationResult {
            require(digest, DIGEST, "digest");
            require(validity.length().compareTo(MAX_LENGTH) <= 0, "validity");
        }

        @Override
        public String type() {
            return "attestation-result";
        }
    }

    /**
     * Somebody may do something: a capability token, whose claims are {@link
     * dev.sealwright.protocol.token.Claims}. The leaf's id is the token's.
     */
    record CapabilityToken(Bytes digest, Validity validity) implements TokenBody {
        public static final Duration MAX_LENGTH = Duration.ofDays(1);

        public CapabilityToken {
            require(digest, DIGEST, "digest");
            require(validity.length().compareTo(MAX_LENGTH) <= 0, "validity");
        }

        @Override
        public String type() {
            return "capability-token";
        }
    }
}
