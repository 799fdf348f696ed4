package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.cbor.MapFields;

/**
 * Leaf to bytes and back. Each leaf has one encoding; unknown types and unknown or missing fields
 * are refused.
 */
public final class LeafCodec {
    private static final String PREFIX = "sealwright/";
    private static final String SUFFIX = "/v1";
    private static final byte ARRAY_OF_FIVE = (byte) 0x85;

    private LeafCodec() {}

    public static Bytes encode(Leaf leaf) {
        Bytes encoded =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(PREFIX + leaf.type() + SUFFIX),
                                CborValue.of(leaf.id()),
                                CborValue.of(leaf.time().getEpochSecond()),
                                CborValue.of(leaf.org()),
                                BodyCodec.encode(leaf.body())));
        if (encoded.size() > Leaf.MAX_SIZE) {
            throw new MalformedException("a leaf larger than " + Leaf.MAX_SIZE);
        }
        return encoded;
    }

    public static Leaf decode(Bytes encoded) {
        CborCursor in = CborCursor.strict(encoded, Leaf.MAX_SIZE);
        in.array("a leaf", 5);
        String type = type(in.text("the type of a leaf"));
        var leaf =
                new Leaf(
                        in.bytes("id", Fields.ID),
                        Seconds.of(in.uint("time")),
                        in.bytes("org", Fields.ID),
                        BodyCodec.decode(type, MapFields.read(in, "the body of a leaf")));
        in.end();
        return leaf;
    }

    /** How the bytes of every leaf of this type begin. */
    public static Bytes beginning(String type) {
        return Bytes.concat(
                Bytes.of(new byte[] {ARRAY_OF_FIVE}),
                CborWriter.encode(CborValue.of(PREFIX + type + SUFFIX)));
    }

    private static String type(String text) {
        if (!text.startsWith(PREFIX)
                || !text.endsWith(SUFFIX)
                || text.length() <= PREFIX.length() + SUFFIX.length()) {
            throw new MalformedException("not the type of a leaf");
        }
        return text.substring(PREFIX.length(), text.length() - SUFFIX.length());
    }
}
