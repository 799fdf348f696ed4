package dev.sealwright.attestation.freshness;

import dev.sealwright.protocol.Bytes;
import java.security.SecureRandom;

/** 32 random bytes that somebody who wants fresh evidence draws, and takes back once. */
public record Nonce(Bytes value) {
    private static final int SIZE = 32;

    public Nonce {
        value.requireSize(SIZE, "a nonce");
    }

    public static Nonce draw(SecureRandom random) {
        byte[] value = new byte[SIZE];
        random.nextBytes(value);
        return new Nonce(Bytes.of(value));
    }
}
