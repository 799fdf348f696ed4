package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Spki;
import java.time.Instant;

/**
 * By whose keys an organisation approves its own leaves. Once it has such a key, its {@code
 * bootstrap}, {@code policy} and {@code authority-key} leaves need an {@code approval} leaf before
 * them, which the control plane cannot make.
 */
public sealed interface AuthorityBody extends LeafBody {

    /**
     * The org has this key from here on, or has it no more.
     *
     * @param row id of the row
     * @param version from 1, one more with each change of the row
     * @param spki DER SubjectPublicKeyInfo of an Ed25519 or P-256 key
     */
    record AuthorityKey(Bytes row, long version, RecordState state, Bytes spki)
            implements AuthorityBody {
        public static final int MAX_SPKI = 128;

        public AuthorityKey {
            require(row, ID, "row");
            require(version >= 1, "version");
            require(spki.size() <= MAX_SPKI, "spki");
            Spki.parse(spki);
        }

        @Override
        public String type() {
            return "authority-key";
        }
    }

    /**
     * One of the org's keys approves one leaf, once.
     *
     * @param subject which, see {@link Approvable#subject}
     * @param key SHA-256 of the key's SubjectPublicKeyInfo
     * @param expires when the approval is good no more
     * @param signature over {@link Approvable#message}
     */
    record Approval(Bytes subject, Bytes key, Instant expires, Bytes signature)
            implements AuthorityBody {
        public static final int MAX_SIGNATURE = 80;

        public Approval {
            require(subject, DIGEST, "subject");
            require(key, DIGEST, "key");
            Seconds.require(expires);
            require(!signature.isEmpty() && signature.size() <= MAX_SIGNATURE, "signature");
        }

        @Override
        public String type() {
            return "approval";
        }
    }
}
