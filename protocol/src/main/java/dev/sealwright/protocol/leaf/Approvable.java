package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;
import dev.sealwright.protocol.crypto.Sha256;
import java.time.Instant;

/**
 * What an organisation's authority key approves: a leaf's body, of one org, in one log. The leaf's
 * id and time are not known yet when it is signed.
 *
 * @param origin of the log
 * @param org tag of 16 bytes
 */
public record Approvable(String origin, Bytes org, LeafBody body) {
    private static final String SUBJECT = "sealwright/approval-subject/v1";
    private static final String MESSAGE = "sealwright/approval/v1";

    public Approvable {
        Fields.require(org, Fields.ID, "org");
    }

    /**
     * From its parts, as who is asked to approve gets them.
     *
     * @param type of the leaf
     * @param body deterministic CBOR, as it will stand in the leaf
     */
    public static Approvable of(String origin, Bytes org, String type, Bytes body) {
        CborValue value = CborReader.strict(body, Leaf.MAX_SIZE);
        return new Approvable(
                origin, org, BodyCodec.decode(type, MapFields.of(value, "the body of a leaf")));
    }

    /** Whether an org's authority keys approve leaves of this kind, once there are any. */
    public static boolean guarded(LeafBody body) {
        return switch (body) {
            case LeafBody.Bootstrap _, LeafBody.Policy _, AuthorityBody.AuthorityKey _ -> true;
            default -> false;
        };
    }

    /** The body as it stands in the leaf. */
    public Bytes encodedBody() {
        return CborWriter.encode(BodyCodec.encode(body));
    }

    /** SHA-256 of framed(origin, org, type, body as it stands in the leaf). */
    public Bytes subject() {
        return Sha256.of(
                Framed.domain(SUBJECT)
                        .add(origin)
                        .add(org)
                        .add(body.type())
                        .add(encodedBody())
                        .bytes());
    }

    /** What the authority key signs: framed(subject, uint64 seconds of its expiry). */
    public static Bytes message(Bytes subject, Instant expires) {
        return Framed.domain(MESSAGE).add(subject).addUint64(expires.getEpochSecond()).bytes();
    }
}
