package dev.sealwright.host.policy;

import dev.sealwright.client.tls.HostKey;
import dev.sealwright.protocol.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * AES-256-GCM with a number as nonce (NIST SP 800-38D, deterministic construction), under a key
 * that seals each number once.
 */
final class BufferCipher {
    static final int TAG_SIZE = 16;

    private static final int KEY_SIZE = 32;
    private static final int NONCE_SIZE = 12;
    private static final int TAG_BITS = 8 * TAG_SIZE;
    private static final Bytes INFO = Bytes.utf8("sealwright/host-event-buffer/v1");

    private final SecretKey key;
    private final Bytes header;

    private BufferCipher(SecretKey key, Bytes header) {
        this.key = key;
        this.header = header;
    }

    /** The host's private key, as what the keys of its buffers follow from (HKDF, RFC 5869). */
    record Master(HostKey host) {
        /**
         * @param salt of the buffer
         * @param header what each sealing is bound to
         */
        BufferCipher under(Bytes salt, Bytes header) {
            byte[] secret = host.privateKey().getEncoded();
            try {
                var parameters =
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret)
                                .addSalt(salt.toArray())
                                .thenExpand(INFO.toArray(), KEY_SIZE);
                return new BufferCipher(
                        KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters), header);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }

        @Override
        public String toString() {
            return "Master";
        }
    }

    /** What shows that the header is the one that was written. */
    Bytes tag() {
        return run(Cipher.ENCRYPT_MODE, -1, Bytes.EMPTY);
    }

    Bytes seal(long number, Bytes content) {
        return run(Cipher.ENCRYPT_MODE, number, content);
    }

    Bytes open(long number, Bytes sealed) {
        return run(Cipher.DECRYPT_MODE, number, sealed);
    }

    private Bytes run(int mode, long number, Bytes input) {
        byte[] nonce = ByteBuffer.allocate(NONCE_SIZE).putInt(0).putLong(number).array();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(header.toArray());
            return Bytes.of(cipher.doFinal(input.toArray()));
        } catch (AEADBadTagException _) {
            throw EventBuffer.damaged();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
