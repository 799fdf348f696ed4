package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A large value in chunks of {@value SecretContent#CHUNK} bytes, each AES-256-GCM under the
 * version's own data key (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
 * "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015). The nonce is the
 * chunk's number in 11 bytes and one byte that is 1 for the last chunk, so that no chunk can be
 * moved, left out, repeated or added. A data key is used for one value only. {@link #close} wipes
 * the key.
 */
public final class ContentCipher implements AutoCloseable {
    public static final int KEY_SIZE = 32;

    /** A chunk's ciphertext is longer than the chunk by this. */
    public static final int OVERHEAD = 16;

    private static final int NONCE = 12;

    private final byte[] key;
    private final byte[] context;

    /**
     * @param key 32 bytes; copied
     */
    public ContentCipher(byte[] key, SecretVersion version) {
        if (key.length != KEY_SIZE) {
            throw new MalformedException("a data key of another size");
        }
        this.key = key.clone();
        this.context = version.chunkContext().toArray();
    }

    /**
     * Encrypts the first {@code length} bytes of a chunk.
     *
     * @param number of the chunk, from 0
     * @param last whether no chunk follows
     */
    public Bytes seal(int number, boolean last, byte[] chunk, int length) {
        try {
            return Bytes.of(cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(chunk, 0, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
        }
    }

    /**
     * The plaintext of a chunk; the caller wipes it.
     *
     * @throws VerificationException unless it is this chunk of this version
     */
    public byte[] open(int number, boolean last, Bytes ciphertext) {
        try {
            return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(ciphertext.toArray());
        } catch (AEADBadTagException e) {
            throw new VerificationException(
                    Reason.MISMATCH, "a chunk that does not belong in its place", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decrypts whatever it is given", e);
        }
    }

    private Cipher cipher(int mode, int number, boolean last) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        for (int i = 0; i < Integer.BYTES; i++) {
            nonce[NONCE - 2 - i] = (byte) (number >>> (8 * i));
        }
        nonce[NONCE - 1] = (byte) (last ? 1 : 0);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * OVERHEAD, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
