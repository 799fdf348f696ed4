package dev.sealwright.protocol.note;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;

/** The signature types of c2sp.org/signed-note that we take. */
public enum NoteAlgorithm {
    ED25519(0x01, "", Ed25519.KEY_SIZE, Ed25519.SIGNATURE_SIZE),
    /** Timestamped Ed25519 of c2sp.org/tlog-cosignature. */
    COSIGNATURE_V1(0x04, "", Ed25519.KEY_SIZE, Ed25519.SIGNATURE_SIZE),
    /**
     * ML-DSA-65 over the note text. Signed-note has no type for it: 0xff, and then a longer
     * identifier, is its place for those.
     */
    ML_DSA_65(0xff, "sealwright/ml-dsa-65/v1", MlDsa65.KEY_SIZE, MlDsa65.SIGNATURE_SIZE);

    private final int code;
    private final String identifier;
    private final int keySize;
    private final int signatureSize;

    NoteAlgorithm(int code, String identifier, int keySize, int signatureSize) {
        this.code = code;
        this.identifier = identifier;
        this.keySize = keySize;
        this.signatureSize = signatureSize;
    }

    /** What stands before a key and tells its type. */
    Bytes type() {
        return Bytes.concat(Bytes.of(new byte[] {(byte) code}), Bytes.utf8(identifier));
    }

    /** Length of a raw public key, in bytes. */
    int keySize() {
        return keySize;
    }

    /** Length of a raw signature, in bytes. */
    int signatureSize() {
        return signatureSize;
    }

    /** The one whose type a key with its type begins with. */
    static NoteAlgorithm of(Bytes typedKey) {
        for (NoteAlgorithm algorithm : values()) {
            Bytes type = algorithm.type();
            if (typedKey.startsWith(type)) {
                return algorithm;
            }
        }
        throw new MalformedException("a note key of an unknown algorithm");
    }
}
