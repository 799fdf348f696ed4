package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The id of a key that signs the service's own JSON Web Tokens: eight letters for the algorithm and
 * the generation as uint64. Such a key belongs to no org and has one version; each generation is
 * destroyed by itself. The first generation is the ceremony's.
 *
 * @param algorithm ES256 or Ed25519
 * @param generation from 1
 */
public record TokenKeyId(SigningAlgorithm algorithm, long generation) {
    private static final int LETTERS = 8;

    public TokenKeyId {
        letters(algorithm);
        if (generation < 1) {
            throw new IllegalArgumentException("generations begin at 1");
        }
    }

    private static String letters(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> "tk-eddsa";
            case ES256 -> "tk-es256";
            case PS256 -> throw new IllegalArgumentException("no token is signed with PS256");
        };
    }

    /** What the id stands for, if it is one of these. */
    public static Optional<TokenKeyId> of(Bytes id) {
        if (id.size() != LETTERS + Long.BYTES) {
            return Optional.empty();
        }
        Bytes letters = id.slice(0, LETTERS);
        long generation = ByteBuffer.wrap(id.toArray(), LETTERS, Long.BYTES).getLong();
        for (SigningAlgorithm each :
                new SigningAlgorithm[] {SigningAlgorithm.ED25519, SigningAlgorithm.ES256}) {
            if (generation >= 1 && Bytes.utf8(letters(each)).equals(letters)) {
                return Optional.of(new TokenKeyId(each, generation));
            }
        }
        return Optional.empty();
    }

    /** 16 bytes. */
    public Bytes bytes() {
        return Bytes.of(
                ByteBuffer.allocate(LETTERS + Long.BYTES)
                        .put(letters(algorithm).getBytes(StandardCharsets.US_ASCII))
                        .putLong(generation)
                        .array());
    }

    public TokenKeyId next() {
        return new TokenKeyId(algorithm, generation + 1);
    }

    /** The generation before; empty before the first. */
    public Optional<TokenKeyId> previous() {
        return generation == 1
                ? Optional.empty()
                : Optional.of(new TokenKeyId(algorithm, generation - 1));
    }

    /**
     * What is wrong with a leaf about a key where an org's keys and the service's own are mixed up;
     * empty if nothing is.
     *
     * @param org tag of the leaf's org
     */
    public static Optional<String> objection(Bytes org, KeyBody body) {
        Optional<TokenKeyId> own = of(body.key());
        if (own.isEmpty() != !org.equals(Leaf.NO_ORG)) {
            return Optional.of(
                    own.isPresent()
                            ? "this id is that of a key of the service itself"
                            : "a key belongs to an org");
        }
        return own.flatMap(id -> id.objection(body));
    }

    private Optional<String> objection(KeyBody body) {
        return switch (body) {
            case KeyBody.Version version ->
                    version.version() == 1 && version.algorithm() == algorithm
                            ? Optional.empty()
                            : Optional.of("a generation has one version, of its algorithm");
            case KeyBody.Sign _, KeyBody.Switch _ ->
                    Optional.of("such a key signs tokens, and nothing else");
            case KeyBody.Destruction _, KeyBody.Restoration _, KeyBody.Destroyed _ ->
                    Optional.empty();
        };
    }
}
