package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;

/**
 * An AES-256-GCM ciphertext: the 12-byte nonce, and the ciphertext with its 16-byte tag at the end.
 */
public record GcmSealed(Bytes iv, Bytes ciphertextAndTag) {
    public GcmSealed {
        if (iv.size() != KeyBackend.GCM_IV_BYTES) {
            throw new IllegalArgumentException("the nonce has 12 bytes, not " + iv.size());
        }
        if (ciphertextAndTag.size() < KeyBackend.GCM_TAG_BYTES) {
            throw new IllegalArgumentException("the ciphertext is shorter than its tag");
        }
    }
}
