package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * The X25519 key to which secrets are also sealed. Its private half exists as shares alone: any
 * {@code threshold} of them give it back, fewer say nothing of it (Shamir's scheme over GF(256), a
 * byte at a time).
 *
 * @param publicKey raw, 32 bytes
 */
record RecoveryKey(Bytes publicKey, List<RecoveryShare> shares) {
    static final int SIZE = 32;
    static final int MAX_SHARES = 16;

    RecoveryKey {
        shares = List.copyOf(shares);
    }

    /** Makes a key, splits it, and checks that the shares give it back. */
    static RecoveryKey make(int threshold, int count, SecureRandom random) {
        byte[] secret = new byte[SIZE];
        random.nextBytes(secret);
        try {
            return of(secret, threshold, count, random);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Splits a key that there is, and checks that the shares give it back.
     *
     * @param secret its private half, 32 bytes, which the caller wipes
     */
    static RecoveryKey of(byte[] secret, int threshold, int count, SecureRandom random) {
        Bytes publicKey = publicKey(secret);
        List<RecoveryShare> shares = split(secret, publicKey, threshold, count, random);
        RecoveryKey key = new RecoveryKey(publicKey, shares);
        requireWhole(shares.subList(0, threshold), publicKey);
        requireWhole(shares.subList(count - threshold, count), publicKey);
        return key;
    }

    /** Each share into a file of its own. */
    void write(Path folder) {
        for (RecoveryShare share : shares) {
            CeremonyFiles.writePrivate(
                    folder.resolve("share-" + share.index() + ".txt"), share.encode());
        }
    }

    private static List<RecoveryShare> split(
            byte[] secret, Bytes publicKey, int threshold, int count, SecureRandom random) {
        ShamirSplitSecretShare[] parts =
                ShamirSecretSplitter.getInstance(ShamirSecretSplitter.Algorithm.AES, SIZE, random)
                        .resplit(secret, threshold, count)
                        .getSecretShares();
        List<RecoveryShare> shares = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            shares.add(
                    new RecoveryShare(Sha256.of(publicKey), threshold, i + 1, encoded(parts[i])));
        }
        return shares;
    }

    /**
     * Throws unless these shares are enough, of one key, and give back the key with this public
     * half.
     */
    static void requireWhole(List<RecoveryShare> shares, Bytes publicKey) {
        Arrays.fill(recovered(shares, publicKey), (byte) 0);
    }

    /** The private half of the key with this public half, 32 bytes; the caller wipes it. */
    static byte[] recovered(List<RecoveryShare> shares, Bytes publicKey) {
        requireFitting(shares, Sha256.of(publicKey));
        byte[] secret = combine(shares);
        if (!publicKey(secret).equals(publicKey)) {
            Arrays.fill(secret, (byte) 0);
            throw new MalformedException("shares that do not give the recovery key back");
        }
        return secret;
    }

    private static void requireFitting(List<RecoveryShare> shares, Bytes fingerprint) {
        Set<Integer> indexes = new HashSet<>();
        for (RecoveryShare share : shares) {
            if (!share.fingerprint().equals(fingerprint)) {
                throw new MalformedException("a share of another recovery key");
            }
            if (shares.size() < share.threshold() || !indexes.add(share.index())) {
                throw new MalformedException(
                        share.threshold() + " different shares are needed to recover the key");
            }
        }
    }

    private static byte[] combine(List<RecoveryShare> shares) {
        ShamirSplitSecretShare[] parts =
                shares.stream()
                        .map(share -> new ShamirSplitSecretShare(share.secret(), share.index()))
                        .toArray(ShamirSplitSecretShare[]::new);
        try {
            return ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, parts)
                    .getSecret();
        } catch (IOException e) {
            throw new UncheckedIOException("shares in memory can be read", e);
        }
    }

    private static byte[] encoded(ShamirSplitSecretShare share) {
        try {
            return share.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("shares in memory can be read", e);
        }
    }

    private static Bytes publicKey(byte[] secret) {
        return Bytes.of(new X25519PrivateKeyParameters(secret, 0).generatePublicKey().getEncoded());
    }

    void wipe() {
        shares.forEach(RecoveryShare::wipe);
    }
}
