package dev.sealwright.keyservice.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.secret.RecoveryBox;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Whoever has
 * the public key can seal, so a box says nothing of who made it; the leaf that names its digest
 * does.
 */
public final class RecoverySealing {
    private RecoverySealing() {}

    /**
     * @param recoveryKey raw X25519 public key, 32 bytes
     * @param context additional data
     */
    static RecoveryBox seal(
            Bytes recoveryKey, Bytes context, byte[] plaintext, SecureRandom random) {
        return seal(recoveryKey, RecoveryBox.INFO, context, plaintext, random);
    }

    /**
     * @param publicKey raw X25519, 32 bytes
     * @param info what boxes to that key are for
     */
    static RecoveryBox seal(
            Bytes publicKey, Bytes info, Bytes context, byte[] plaintext, SecureRandom random) {
        X25519KeyPairGenerator generator = new X25519KeyPairGenerator();
        generator.init(new X25519KeyGenerationParameters(random));
        HPKEContextWithEncapsulation sender =
                suite().setupBaseS(
                                new X25519PublicKeyParameters(publicKey.toArray(), 0),
                                info.toArray(),
                                generator.generateKeyPair());
        try {
            return new RecoveryBox(
                    Bytes.of(sender.getEncapsulation()),
                    Bytes.of(sender.seal(context.toArray(), plaintext)));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
        }
    }

    /**
     * The plaintext; the caller wipes it.
     *
     * @param secretKey raw X25519 private key, 32 bytes
     * @throws VerificationException unless it was sealed to this key under this context
     */
    public static byte[] open(byte[] secretKey, RecoveryBox box, Bytes context) {
        return open(secretKey, RecoveryBox.INFO, box, context);
    }

    static byte[] open(byte[] secretKey, Bytes info, RecoveryBox box, Bytes context) {
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(secretKey, 0);
        try {
            return suite().setupBaseR(
                            box.encapsulated().toArray(),
                            new AsymmetricCipherKeyPair(key.generatePublicKey(), key),
                            info.toArray())
                    .open(context.toArray(), box.ciphertext().toArray());
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // An encapsulated key of low order makes the agreement itself fail (RFC 9180, 7.1.4).
            throw new VerificationException(
                    Reason.MISMATCH, "a secret that was not sealed to this recovery key", e);
        }
    }

    private static HPKE suite() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
