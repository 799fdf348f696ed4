package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.regex.Pattern;

/** The checks that leaf bodies share. */
final class Fields {
    static final int ID = 16;
    static final int DIGEST = Sha256.SIZE;

    private static final int MAX_NAME = 253;
    // A DNS name in lower case, or an IP address.
    private static final Pattern SERVER_NAME =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|[0-9a-f:]*:[0-9a-f:]*");

    private Fields() {}

    static void require(Bytes value, int size, String what) {
        value.requireSize(size, what);
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException(what + " is out of range");
        }
    }

    static boolean isServerName(String name) {
        return name.length() <= MAX_NAME && SERVER_NAME.matcher(name).matches();
    }
}
