package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.ID;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Ed25519;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * What a leaf records. Digests are SHA-256, ids 16 bytes. Text from outside and personal data never
 * stand here, only salted digests of them.
 */
public sealed interface LeafBody
        permits LeafBody.Anchors,
                LeafBody.Ceremony,
                LeafBody.RecordBody,
                LeafBody.Bootstrap,
                LeafBody.Enrolment,
                LeafBody.Renewal,
                LeafBody.Server,
                LeafBody.Policy,
                LeafBody.Activation,
                LeafBody.Event,
                EpochBody,
                PruningBody,
                TranscriptBody,
                ReportBody,
                SecretBody,
                TokenBody,
                RevocationBody,
                AuthorityBody,
                KeyBody,
                OrgKeyBody {
    /** The name in {@code sealwright/<type>/v1}. */
    String type();

    /** Leaves about the system as a whole carry the org tag of 16 zero bytes. */
    default boolean systemWide() {
        return false;
    }

    /**
     * Whether something that is to come rests on the leaf, so that its bytes stay as long as the
     * log; of the others a hash is enough one day, see {@link PruningBody}.
     */
    default boolean lasting() {
        return true;
    }

    /**
     * An anchors document took effect. The first one of an epoch needs nobody's approval here; one
     * that replaces another within the epoch is in force after this leaf, and approved by operators
     * of the one before.
     *
     * @param digest of the COSE_Sign1 bytes
     * @param approvals none for the first one of an epoch
     */
    record Anchors(Bytes digest, long version, List<EpochBody.Approval> approvals)
            implements LeafBody {
        private static final String DOMAIN = "sealwright/anchors-change/v1";

        public Anchors {
            approvals = List.copyOf(approvals);
            require(digest, DIGEST, "digest");
            require(version >= 1, "version");
            require(approvals.size() <= EpochBody.MAX_APPROVALS, "approvals");
        }

        /** The first one of an epoch. */
        public Anchors(Bytes digest, long version) {
            this(digest, version, List.of());
        }

        /** Whether it replaces other anchors within their epoch. */
        public boolean isChange() {
            return !approvals.isEmpty();
        }

        /** What operators sign: the document, which says the rest itself. */
        public Bytes message() {
            return Framed.domain(DOMAIN).add(digest).addUint64(version).bytes();
        }

        @Override
        public String type() {
            return "anchors";
        }

        @Override
        public boolean systemWide() {
            return true;
        }
    }

    /**
     * A ceremony was held.
     *
     * @param digest of what it made
     */
    record Ceremony(CeremonyAction action, Bytes digest) implements LeafBody {
        public Ceremony {
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "ceremony";
        }

        @Override
        public boolean systemWide() {
            return true;
        }
    }

    /**
     * A row that grants or removes something.
     *
     * @param row id of the row
     * @param version from 1, one more with each change of the row
     * @param digest SHA-256(salt of 16 bytes ‖ document)
     */
    record RecordBody(RecordKind kind, Bytes row, long version, RecordState state, Bytes digest)
            implements LeafBody {
        public RecordBody {
            require(row, ID, "row");
            require(version >= 1, "version");
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return kind.type();
        }
    }

    /**
     * A right to enrol one host.
     *
     * @param bootstrap the id that follows from the key
     * @param key raw Ed25519 public key
     * @param spec row id of the sandbox spec
     * @param validity at most {@link #MAX_LENGTH}
     */
    record Bootstrap(Bytes bootstrap, Bytes key, Bytes spec, Validity validity)
            implements LeafBody {
        public static final Duration MAX_LENGTH = Duration.ofHours(1);

        public Bootstrap {
            require(bootstrap, ID, "bootstrap");
            require(key, Ed25519.KEY_SIZE, "key");
            require(spec, ID, "spec");
            require(validity.length().compareTo(MAX_LENGTH) <= 0, "validity");
        }

        @Override
        public String type() {
            return "bootstrap";
        }
    }

    /**
     * A host used a bootstrap.
     *
     * @param spki SHA-256 of the host's SubjectPublicKeyInfo
     * @param nonce 32 bytes
     * @param proof Ed25519 signature by the bootstrap key
     * @param validity of the certificate
     */
    record Enrolment(
            Bytes bootstrap,
            Bytes sandbox,
            Bytes spec,
            Bytes spki,
            Bytes nonce,
            Bytes proof,
            Validity validity)
            implements LeafBody {
        public Enrolment {
            require(bootstrap, ID, "bootstrap");
            require(sandbox, ID, "sandbox");
            require(spec, ID, "spec");
            require(spki, DIGEST, "spki");
            require(nonce, DIGEST, "nonce");
            require(proof, Ed25519.SIGNATURE_SIZE, "proof");
        }

        @Override
        public String type() {
            return "enrolment";
        }
    }

    /**
     * A host renewed its certificate.
     *
     * @param spki SHA-256 of the new SubjectPublicKeyInfo
     * @param previous SHA-256 of the DER of the certificate that is renewed
     * @param proof signature by the old key, at most {@link #MAX_PROOF} bytes
     */
    record Renewal(Bytes sandbox, Bytes spki, Bytes previous, Bytes proof, Validity validity)
            implements LeafBody {
        public static final int MAX_PROOF = 128;

        public Renewal {
            require(sandbox, ID, "sandbox");
            require(spki, DIGEST, "spki");
            require(previous, DIGEST, "previous");
            require(!proof.isEmpty() && proof.size() <= MAX_PROOF, "proof");
        }

        @Override
        public String type() {
            return "renewal";
        }
    }

    /**
     * A certificate for the service's own listeners.
     *
     * @param names sorted, without duplicates
     */
    record Server(List<String> names, Bytes spki, Validity validity) implements LeafBody {
        public static final int MAX_NAMES = 64;

        public Server {
            names = List.copyOf(names);
            require(spki, DIGEST, "spki");
            require(!names.isEmpty() && names.size() <= MAX_NAMES, "names");
            require(List.copyOf(new TreeSet<>(names)).equals(names), "names");
            require(names.stream().allMatch(Fields::isServerName), "names");
        }

        @Override
        public String type() {
            return "server";
        }

        @Override
        public boolean systemWide() {
            return true;
        }
    }

    /**
     * A compiled policy.
     *
     * @param spec row id of the sandbox spec it is for
     * @param version per spec, only grows
     * @param digest SHA-256(salt of 16 bytes ‖ compiled policy)
     */
    record Policy(Bytes spec, long version, Validity validity, Bytes digest) implements LeafBody {
        public Policy {
            require(spec, ID, "spec");
            require(version >= 1, "version");
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "policy";
        }
    }

    /**
     * A certificate was used for the first time.
     *
     * @param certificate SHA-256 of its DER
     */
    record Activation(Bytes sandbox, Bytes certificate) implements LeafBody {
        public Activation {
            require(sandbox, ID, "sandbox");
            require(certificate, DIGEST, "certificate");
        }

        @Override
        public String type() {
            return "activation";
        }
    }

    /**
     * Something worth an entry happened.
     *
     * @param digest SHA-256(salt of 16 bytes ‖ detail JSON)
     */
    record Event(EventKind kind, EventOutcome outcome, Bytes digest) implements LeafBody {
        public Event {
            require(digest, DIGEST, "digest");
        }

        @Override
        public String type() {
            return "event";
        }

        /** What went is to be known as long as the rest. */
        @Override
        public boolean lasting() {
            return kind == EventKind.RETENTION_PRUNED;
        }
    }
}
