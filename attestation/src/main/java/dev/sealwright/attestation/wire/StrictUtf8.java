package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8 (RFC 3629) and nothing else. */
final class StrictUtf8 {
    private static final char REPLACEMENT = '\ufffd';

    private StrictUtf8() {}

    /**
     * The platform's quick way replaces what is malformed; the slow one then says whether it was.
     */
    static String decode(Bytes utf8) {
        byte[] input = utf8.toArray();
        String quick = new String(input, StandardCharsets.UTF_8);
        if (quick.indexOf(REPLACEMENT) < 0) {
            return quick;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("JSON that is not UTF-8", e);
        }
    }

    /**
     * The text, if it has a form in UTF-8: escapes can leave a surrogate without its other half.
     */
    static String paired(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean whole =
                        i + 1 < value.length()
                                && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!whole) {
                    throw new MalformedException("an unpaired surrogate in a JSON string");
                }
                i++;
            }
        }
        return value;
    }
}
