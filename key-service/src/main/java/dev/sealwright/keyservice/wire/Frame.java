package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;

/**
 * One message: uint32 length of what follows, uint8 kind, uint64 id, body; big-endian.
 *
 * @param kind of a request the operation's code, of a reply one of {@link Kind}
 * @param id chosen by the client, given back in the reply
 * @param body one CBOR item in its deterministic encoding, at most {@link #MAX_BODY} bytes
 */
record Frame(int kind, long id, Bytes body) {
    static final int MAX_BODY = 8 * 1024 * 1024;

    /** Kind and id. */
    static final int HEAD = 1 + Long.BYTES;

    private static final int MAX_KIND = 0xff;

    Frame {
        Objects.requireNonNull(body);
        if (kind < 0 || kind > MAX_KIND) {
            throw new MalformedException("a frame of no kind");
        }
        if (body.size() > MAX_BODY) {
            throw new MalformedException("a frame larger than " + MAX_BODY + " bytes");
        }
    }

    int encodedSize() {
        return Integer.BYTES + HEAD + body.size();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(HEAD + body.size());
        out.writeByte(kind);
        out.writeLong(id);
        out.write(body.toArray());
    }
}
