package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.cbor.CborCursor;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;

/** A token with the answer to a challenge, as one text. */
public record Presentation(Bytes token, Possession.Answer answer) {
    public static final int MAX_SIZE = CapabilityToken.MAX_SIZE + 256;

    /** What the text form begins with. */
    public static final String PREFIX = "swp1_";

    private static final long VERSION = 1;

    /** {@code [1, token, nonce, time, signature]}. */
    public Bytes encode() {
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of(VERSION),
                        CborValue.of(token),
                        CborValue.of(answer.nonce()),
                        CborValue.of(answer.time().getEpochSecond()),
                        CborValue.of(answer.signature())));
    }

    public static Presentation decode(Bytes encoded) {
        CborCursor in = CborCursor.strict(encoded, MAX_SIZE);
        in.array("a presentation", 5);
        if (in.uint("the version of a presentation") != VERSION) {
            throw new MalformedException("a presentation of an unknown version");
        }
        var presentation =
                new Presentation(
                        in.bytes("a token"),
                        new Possession.Answer(
                                in.bytes("a nonce"),
                                Seconds.of(in.uint("a time")),
                                in.bytes("a signature")));
        in.end();
        CapabilityToken.decode(presentation.token());
        return presentation;
    }

    /** {@value #PREFIX} and base64url. */
    public String text() {
        return PREFIX + encode().base64Url();
    }

    public static Presentation parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > MAX_SIZE / 3 * 4 + PREFIX.length() + 4) {
            throw new MalformedException("not the text of a presentation");
        }
        return decode(Bytes.fromBase64Url(text.substring(PREFIX.length())));
    }
}
