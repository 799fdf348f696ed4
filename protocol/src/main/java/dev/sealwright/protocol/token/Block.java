package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * A layer that a holder added: under which conditions the next holder may go on.
 *
 * @param content {@code [next holder, caveats]}, what is signed
 * @param signature by the holder before
 */
public record Block(Bytes content, Bytes signature) {
    /** Of the content. */
    public static final int MAX_SIZE = 4 * 1024;

    private static final String DOMAIN = "sealwright/token-block/v1";

    public Block {
        if (content.size() > MAX_SIZE) {
            throw new MalformedException("a block larger than " + MAX_SIZE);
        }
        signature.requireSize(HolderKey.SIGNATURE_SIZE, "the signature of a block");
    }

    /** What a content says. */
    record Content(HolderKey next, Caveats caveats) {
        static Content decode(Bytes content) {
            CborCursor in = CborCursor.strict(content, MAX_SIZE);
            in.array("a block", 2);
            var decoded = new Content(new HolderKey(in.bytes("the next holder")), Caveats.read(in));
            in.end();
            return decoded;
        }

        Bytes encode() {
            return CborWriter.encode(CborValue.array(CborValue.of(next.spki()), caveats.cbor()));
        }
    }

    /** Signed by the holder of the layer with that id. */
    static Block sign(Holder holder, Bytes parent, HolderKey next, Caveats caveats) {
        Bytes content = new Content(next, caveats).encode();
        return new Block(content, holder.sign(message(parent, content)));
    }

    /** framed(domain, id of the layer before, content). */
    static Bytes message(Bytes parent, Bytes content) {
        return Framed.domain(DOMAIN).add(parent).add(content).bytes();
    }

    /**
     * Names this layer and all that follows it, whoever signed: SHA-256 of what is signed. Two
     * signatures over one content give one id.
     */
    static Bytes id(Bytes message) {
        return Sha256.of(message);
    }
}
