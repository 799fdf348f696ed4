package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import java.security.PublicKey;
import java.util.regex.Pattern;

/**
 * The fingerprint that people pin.
 *
 * @param sha256 SHA-256 of the root key's DER SubjectPublicKeyInfo
 */
public record RootPin(Bytes sha256) {
    private static final Pattern COLONS = Pattern.compile("(\\p{XDigit}{2}:){31}\\p{XDigit}{2}");
    private static final int HEX_LENGTH = 2 * Sha256.SIZE;

    public RootPin {
        sha256.requireSize(Sha256.SIZE, "a root fingerprint");
    }

    public static RootPin of(PublicKey root) {
        return new RootPin(Spki.fingerprint(root));
    }

    /** Hexadecimal, with or without colons between the bytes, or base64url. */
    public static RootPin parse(String text) {
        if (COLONS.matcher(text).matches()) {
            return new RootPin(Bytes.fromHex(text.replace(":", "")));
        }
        if (text.length() > HEX_LENGTH) {
            throw new MalformedException("not a root fingerprint");
        }
        return new RootPin(
                text.length() == HEX_LENGTH ? Bytes.fromHex(text) : Bytes.fromBase64Url(text));
    }

    public boolean matches(PublicKey key) {
        return sha256.equalsConstantTime(Spki.fingerprint(key));
    }

    public String hex() {
        return sha256.hex();
    }
}
