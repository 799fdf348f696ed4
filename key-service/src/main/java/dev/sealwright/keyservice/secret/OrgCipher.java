package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.AuthenticationFailedException;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import java.security.SecureRandom;
import java.util.Optional;

/** The two sealings of a secret and their opening in the HSM. */
final class OrgCipher {
    private final KeyBackend backend;
    private final Bytes recoveryKey;
    private final SecureRandom random;

    /**
     * @param recoveryKey raw X25519 public key, 32 bytes
     */
    OrgCipher(KeyBackend backend, Bytes recoveryKey, SecureRandom random) {
        this.backend = backend;
        this.recoveryKey = recoveryKey;
        this.random = random;
    }

    /** Under the org's key and to the recovery key; the caller wipes the plaintext. */
    SealedSecret seal(
            KeyHandle key,
            SecretVersion version,
            Optional<SecretContent> content,
            byte[] plaintext) {
        Bytes context = version.context(content);
        GcmSealed sealed = encrypted(key, context, Bytes.of(plaintext));
        return new SealedSecret(
                key.id(),
                sealed.iv(),
                sealed.ciphertextAndTag(),
                recovery(context, plaintext),
                content);
    }

    /** A member's sealing of a salted value under the org's key; the caller wipes the value. */
    KeySealing sealing(KeyHandle key, Bytes context, byte[] salted) {
        GcmSealed sealed = encrypted(key, context, Bytes.of(salted));
        return new KeySealing(key.id(), sealed.iv(), sealed.ciphertextAndTag());
    }

    /** The same for the recovery key. */
    RecoveryBox recovery(Bytes context, byte[] plaintext) {
        return RecoverySealing.seal(recoveryKey, context, plaintext, random);
    }

    /** The salted value, which the caller wipes. */
    byte[] open(KeyHandle key, KeySealing sealing, Bytes context) {
        return open(key, sealing.iv(), context, sealing.ciphertext());
    }

    /**
     * Opened once before anybody relies on it: a flipped bit would be found when it is too late.
     */
    private GcmSealed encrypted(KeyHandle key, Bytes context, Bytes plaintext) {
        GcmSealed sealed = backend.encrypt(key, context, plaintext);
        try {
            Bytes again = backend.decrypt(key, sealed.iv(), context, sealed.ciphertextAndTag());
            if (again.equalsConstantTime(plaintext)) {
                return sealed;
            }
        } catch (AuthenticationFailedException e) {
            throw unfaithful(e);
        }
        throw unfaithful(new AuthenticationFailedException());
    }

    private static KeyBackendException unfaithful(AuthenticationFailedException cause) {
        return new KeyBackendException(
                "The token sealed something that it does not open again. Nothing was stored; if it"
                        + " stays so, the token is defective.",
                cause);
    }

    /** The plaintext, which the caller wipes. */
    byte[] open(KeyHandle key, SealedSecret sealed, SecretVersion version) {
        return open(key, sealed.iv(), version.context(sealed.content()), sealed.ciphertext());
    }

    private byte[] open(KeyHandle key, Bytes iv, Bytes context, Bytes ciphertext) {
        try {
            return backend.decrypt(key, iv, context, ciphertext).toArray();
        } catch (AuthenticationFailedException e) {
            throw unreadable("the blob was not sealed for this version of this secret");
        }
    }

    static KeyServiceRefusedException unreadable(String why) {
        return new KeyServiceRefusedException(RefusalCode.CIPHERTEXT, why);
    }
}
