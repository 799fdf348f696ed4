package dev.sealwright.protocol.note;

import dev.sealwright.protocol.MalformedException;

/** The signature types of c2sp.org/signed-note that we take. */
public enum NoteAlgorithm {
    ED25519(0x01),
    /** Timestamped Ed25519 of c2sp.org/tlog-cosignature. */
    COSIGNATURE_V1(0x04);

    private final int code;

    NoteAlgorithm(int code) {
        this.code = code;
    }

    public byte code() {
        return (byte) code;
    }

    static NoteAlgorithm of(byte code) {
        for (NoteAlgorithm algorithm : values()) {
            if (algorithm.code() == code) {
                return algorithm;
            }
        }
        throw new MalformedException("a note key of an unknown algorithm");
    }
}
