package dev.sealwright.keyservice.backend;

/** The kinds of key that a backend makes and uses. */
public enum KeyAlgorithm {
    /** RFC 8032 pure Ed25519. */
    ED25519(Shape.PAIR, 0),
    /** ECDSA on P-256 over SHA-256 digests. */
    EC_P256(Shape.PAIR, 32),
    /** ECDSA on P-384 over SHA-384 digests. */
    EC_P384(Shape.PAIR, 48),
    /** RSASSA-PSS with 3072 bits over SHA-256 digests, MGF1 with SHA-256, a salt of 32 bytes. */
    RSA_3072(Shape.PAIR, 32),
    /** Pure ML-DSA-65 of FIPS 204, with the empty context; the token may hedge its signatures. */
    ML_DSA_65(Shape.PAIR, 0),
    /** AES-256-GCM. */
    AES_256(Shape.SECRET, 0),
    /** HMAC-SHA256 under 32 bytes. */
    HMAC_SHA256(Shape.SECRET, 0);

    private enum Shape {
        PAIR,
        SECRET
    }

    private final Shape shape;
    private final int digestBytes;

    KeyAlgorithm(Shape shape, int digestBytes) {
        this.shape = shape;
        this.digestBytes = digestBytes;
    }

    /**
     * Whether there is a public half, so that the key signs and {@link KeyBackend#publicKey}
     * answers.
     */
    public boolean isKeyPair() {
        return shape == Shape.PAIR;
    }

    /**
     * The exact length of what {@link KeyBackend#sign} takes for this algorithm; 0 where it takes
     * whole messages.
     */
    public int digestBytes() {
        return digestBytes;
    }
}
