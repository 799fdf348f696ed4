package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Instant;

/**
 * One entry of the log: {@code ["sealwright/<type>/v1", id, time, org, body]} in deterministic
 * CBOR.
 *
 * @param id UUIDv7, 16 bytes
 * @param time in whole seconds
 * @param org tag of 16 bytes; {@link #NO_ORG} for what concerns the system as a whole
 */
public record Leaf(Bytes id, Instant time, Bytes org, LeafBody body) {
    public static final int MAX_SIZE = 65_535;
    public static final Bytes NO_ORG = Bytes.zeros(Fields.ID);

    public Leaf {
        id.requireSize(Fields.ID, "the id of a leaf");
        org.requireSize(Fields.ID, "the org of a leaf");
        Seconds.require(time);
        if (body.systemWide() && !org.equals(NO_ORG)) {
            throw new MalformedException("a leaf about the whole system under an org");
        }
    }

    public String type() {
        return body.type();
    }

    public Bytes encode() {
        return LeafCodec.encode(this);
    }

    /** RFC 9162 leaf hash of {@link #encode}. */
    public Bytes hash() {
        return TreeHash.leaf(encode());
    }
}
