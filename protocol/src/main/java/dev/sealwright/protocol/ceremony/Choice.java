package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Locale;

/** Words of scripts and transcripts that can be only one of a few. */
final class Choice {
    private Choice() {}

    /** Constants are written in lower case. */
    static <E extends Enum<E>> E of(Class<E> type, String word) {
        for (E each : type.getEnumConstants()) {
            if (text(each).equals(word)) {
                return each;
            }
        }
        throw new MalformedException("'" + word + "' is none of the words that can stand there");
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** 64 hexadecimal digits in lower case. */
    static Bytes digest(String word) {
        Bytes digest = Bytes.fromHex(word).requireSize(Sha256.SIZE, "a digest");
        if (!digest.hex().equals(word)) {
            throw new MalformedException("a digest in upper case");
        }
        return digest;
    }
}
