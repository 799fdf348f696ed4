package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;

/**
 * The same plaintext for the offline recovery key: HPKE (RFC 9180) in base mode with DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256 and AES-256-GCM.
 *
 * @param encapsulated ephemeral public key, 32 bytes
 * @param ciphertext with its tag
 */
public record RecoveryBox(Bytes encapsulated, Bytes ciphertext) {
    public static final int ENCAPSULATED = 32;

    /** The {@code info} of each encryption; its additional data is the secret's context. */
    public static final Bytes INFO = Bytes.utf8("sealwright/recovery/v1");

    /** The {@code info} of a box that one member makes for another. */
    public static final Bytes SHARING = Bytes.utf8("sealwright/secret-sharing/v1");

    public RecoveryBox {
        encapsulated.requireSize(ENCAPSULATED, "an encapsulated key");
        SealedSecret.requireCiphertext(ciphertext, SealedSecret.MAX_DIRECT + SaltedValue.SALT);
    }
}
