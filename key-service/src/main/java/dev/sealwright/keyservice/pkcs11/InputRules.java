package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;

/**
 * Which key takes which input. Modules do not hold to it: ECDSA signs digests of any length, GCM
 * takes any nonce, and EdDSA with a P-256 key fails late.
 */
final class InputRules {
    private InputRules() {}

    static void keyPair(KeyHandle key) {
        require(key.algorithm().isKeyPair(), key, "has no public half");
    }

    static void sign(KeyHandle key, Bytes input) {
        keyPair(key);
        int digest = key.algorithm().digestBytes();
        if (digest == 0) {
            atMost(KeyBackend.MAX_MESSAGE_BYTES, input, "message");
        } else {
            require(
                    input.size() == digest,
                    key,
                    "signs digests of exactly " + digest + " bytes, and this has " + input.size());
        }
    }

    static void hmac(KeyHandle key, Bytes input) {
        require(key.algorithm() == KeyAlgorithm.HMAC_SHA256, key, "authenticates no messages");
        atMost(KeyBackend.MAX_MESSAGE_BYTES, input, "message");
    }

    static void encrypt(KeyHandle key, Bytes aad, Bytes plaintext) {
        require(key.algorithm() == KeyAlgorithm.AES_256, key, "encrypts nothing");
        atMost(KeyBackend.MAX_AAD_BYTES, aad, "additional data");
        atMost(KeyBackend.MAX_PLAINTEXT_BYTES, plaintext, "plaintext");
    }

    static void decrypt(KeyHandle key, Bytes iv, Bytes aad, Bytes ciphertextAndTag) {
        require(key.algorithm() == KeyAlgorithm.AES_256, key, "decrypts nothing");
        require(
                iv.size() == KeyBackend.GCM_IV_BYTES,
                key,
                "takes nonces of 12 bytes, and this has " + iv.size());
        atMost(KeyBackend.MAX_AAD_BYTES, aad, "additional data");
        atMost(
                KeyBackend.MAX_PLAINTEXT_BYTES + KeyBackend.GCM_TAG_BYTES,
                ciphertextAndTag,
                "ciphertext");
        require(
                ciphertextAndTag.size() >= KeyBackend.GCM_TAG_BYTES,
                key,
                "takes ciphertexts with a tag of 16 bytes");
    }

    private static void atMost(int bytes, Bytes input, String what) {
        if (input.size() > bytes) {
            throw new KeyBackendException(
                    "The "
                            + what
                            + " has "
                            + input.size()
                            + " bytes; the backend takes at most "
                            + bytes
                            + ".");
        }
    }

    private static void require(boolean holds, KeyHandle key, String rule) {
        if (!holds) {
            throw new KeyBackendException(
                    "The key " + key.label() + " (" + key.algorithm() + ") " + rule + ".");
        }
    }
}
