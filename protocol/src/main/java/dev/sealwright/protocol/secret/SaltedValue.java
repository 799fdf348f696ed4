package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the sealings of a {@link SharedSecret} hold: a random salt of 32 bytes, then the value. The
 * commitment, SHA-256 over context, salt and value, tells nothing of the value without the salt,
 * and no other value fits it; so whoever opens a sealing sees that it holds what was sealed first.
 */
public final class SaltedValue {
    public static final int SALT = 32;

    private static final int TAG = 16;

    private SaltedValue() {}

    /** Salt and value; the caller wipes both. */
    public static byte[] of(byte[] salt, byte[] value) {
        if (salt.length != SALT) {
            throw new IllegalArgumentException("a salt has " + SALT + " bytes");
        }
        byte[] salted = Arrays.copyOf(salt, SALT + value.length);
        System.arraycopy(value, 0, salted, SALT, value.length);
        return salted;
    }

    /** The commitment to a salted value of that version. */
    public static Bytes commitment(Bytes context, byte[] salted) {
        return Sha256.of(
                Framed.domain("sealwright/secret-commitment/v1")
                        .add(context)
                        .add(Bytes.of(salted))
                        .bytes());
    }

    /**
     * The value; the caller wipes it, and the salted one.
     *
     * @throws VerificationException unless it is the one that was committed to
     */
    public static byte[] opened(SharedSecret secret, SecretVersion version, byte[] salted) {
        Bytes context = version.context(secret.content());
        if (salted.length <= SALT
                || !commitment(context, salted).equalsConstantTime(secret.commitment())) {
            throw new VerificationException(
                    Reason.MISMATCH, "a value that is not the one that was sealed first");
        }
        return Arrays.copyOfRange(salted, SALT, salted.length);
    }

    static void requireCiphertext(Bytes ciphertext, Optional<SecretContent> content) {
        long value = valueSize(ciphertext);
        if (value < 1
                || value > SealedSecret.MAX_DIRECT
                || (content.isPresent() && value != ContentCipher.KEY_SIZE)) {
            throw new MalformedException("a sealed value of another size");
        }
    }

    static long valueSize(Bytes ciphertext) {
        return (long) ciphertext.size() - TAG - SALT;
    }
}
