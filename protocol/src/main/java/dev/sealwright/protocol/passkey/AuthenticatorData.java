package dev.sealwright.protocol.passkey;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * What an authenticator says of itself in an assertion (WebAuthn Level 2 section 6.1).
 *
 * @param relyingParty SHA-256 of the relying party's id
 * @param present whether a person was there
 * @param verified whether that person showed who he is, by PIN or by finger
 */
record AuthenticatorData(Bytes relyingParty, boolean present, boolean verified) {
    static final int MAX_SIZE = 512;

    private static final int HEAD = Sha256.SIZE + 1 + Integer.BYTES;
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int EXTENSIONS = 0x80;
    private static final int KNOWN = PRESENT | VERIFIED | BACKUP_ELIGIBLE | BACKED_UP | EXTENSIONS;

    /**
     * @throws MalformedException for anything but the data of an assertion: reserved flags and the
     *     credential data of a registration included
     */
    static AuthenticatorData parse(Bytes data) {
        require(data.size() >= HEAD && data.size() <= MAX_SIZE, "length");
        int flags = data.get(Sha256.SIZE) & 0xff;
        require((flags & ~KNOWN) == 0, "flags");
        require((flags & BACKED_UP) == 0 || (flags & BACKUP_ELIGIBLE) != 0, "backup flags");
        if ((flags & EXTENSIONS) == 0) {
            require(data.size() == HEAD, "length");
        } else {
            // Nothing in them is asked for; that they are one map keeps the length honest.
            CborReader.lenient(data.slice(HEAD, data.size()), MAX_SIZE).asMap("extensions");
        }
        return new AuthenticatorData(
                data.slice(0, Sha256.SIZE), (flags & PRESENT) != 0, (flags & VERIFIED) != 0);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("authenticator data with an impossible " + what);
        }
    }
}
