package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A key to be made. The id (CKA_ID, 1 to 32 bytes) ties the halves of a pair together and is unique
 * on a token.
 */
public record KeySpec(KeyLabel label, KeyAlgorithm algorithm, Bytes id) {
    private static final String ID_DOMAIN = "sealwright/key-id/v1";
    private static final int ID_BYTES = 16;

    public KeySpec {
        if (id.size() < 1 || id.size() > 32) {
            throw new IllegalArgumentException("a key id has 1 to 32 bytes, not " + id.size());
        }
    }

    /**
     * A key whose id follows from its label, so that a second key of that label cannot slip in
     * beside it.
     */
    public static KeySpec of(KeyLabel label, KeyAlgorithm algorithm) {
        return new KeySpec(label, algorithm, idOf(label));
    }

    private static Bytes idOf(KeyLabel label) {
        byte[] digest =
                sha256().digest((ID_DOMAIN + label.text()).getBytes(StandardCharsets.US_ASCII));
        return Bytes.of(Arrays.copyOf(digest, ID_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
