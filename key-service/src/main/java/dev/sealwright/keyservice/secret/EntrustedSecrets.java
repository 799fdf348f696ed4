package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that another member derived: AES-256-GCM under a key that the HSM derives with this
 * token's own {@code mac} key, of the version that the secret is of, so that nothing opens them but
 * this token, and that not for longer. Form: nonce of 12 bytes, ciphertext, tag of 16.
 */
public final class EntrustedSecrets {
    private static final Bytes KEY = Bytes.utf8("sealwright/entrusted-key/v1");
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int SEALED = NONCE + EntrustedSecret.SIZE + TAG;

    private final KeyBackend backend;
    private final OrgKeyring keys;
    private final String origin;
    private final SecureRandom random;

    public EntrustedSecrets(
            KeyBackend backend, OrgKeyring keys, VerifiedAnchors anchors, SecureRandom random) {
        this.backend = backend;
        this.keys = keys;
        this.origin = host(anchors.origin());
        this.random = random;
    }

    /** Without the epoch, of which such secrets know nothing. */
    private static String host(String origin) {
        return origin.substring(0, origin.indexOf('/'));
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#entrust}. */
    public Bytes seal(EntrustedSecret secret) {
        if (secret.bytes().size() != EntrustedSecret.SIZE) {
            throw new KeyServiceRefusedException(
                    RefusalCode.SIZE, "a derived secret has " + EntrustedSecret.SIZE + " bytes");
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        Bytes sealed =
                Bytes.concat(
                        Bytes.of(nonce),
                        Bytes.of(crypt(Cipher.ENCRYPT_MODE, secret, nonce, secret.bytes())));
        // Under a key that is derived anew: one that came out wrong would open nothing later.
        if (!open(new EntrustedSecret(secret.purpose(), secret.version(), sealed))
                .equalsConstantTime(secret.bytes())) {
            throw new KeyServiceUnavailableException("The HSM derived two keys from one text.");
        }
        return sealed;
    }

    /** See {@link dev.sealwright.keyservice.api.KeyService#entrusted}. */
    public Bytes open(EntrustedSecret sealed) {
        if (sealed.bytes().size() != SEALED) {
            throw foreign();
        }
        byte[] nonce = sealed.bytes().slice(0, NONCE).toArray();
        return Bytes.of(
                crypt(Cipher.DECRYPT_MODE, sealed, nonce, sealed.bytes().slice(NONCE, SEALED)));
    }

    private byte[] crypt(int mode, EntrustedSecret secret, byte[] nonce, Bytes input) {
        byte[] key = backend.hmac(keys.deriving(secret.version()), KEY).toArray();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
            cipher.updateAAD(
                    Framed.domain("sealwright/entrusted/v1")
                            .add(origin)
                            .add(secret.purpose().label())
                            .bytes()
                            .toArray());
            return cipher.doFinal(input.toArray());
        } catch (AEADBadTagException e) {
            throw foreign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static KeyServiceRefusedException foreign() {
        return OrgCipher.unreadable("this token did not seal that, or for another purpose");
    }
}
