package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.SecretContent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/** Large values, encrypted and stored a chunk at a time; no more than two are held in memory. */
@Singleton
final class ContentStore {
    private final Storage storage;

    ContentStore(Storage storage) {
        this.storage = storage;
    }

    /**
     * Encrypts everything that the stream holds.
     *
     * @param cipher under a data key that is used for nothing else
     * @throws ProblemException of the kind secret-too-large
     */
    SecretContent write(UUID leafId, InputStream value, ContentCipher cipher) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[SecretContent.CHUNK];
        byte[] next = new byte[SecretContent.CHUNK];
        try {
            long size = 0;
            int length = value.readNBytes(chunk, 0, chunk.length);
            for (int number = 0; ; number++) {
                size += length;
                int following = value.readNBytes(next, 0, next.length);
                requireSize(size + following);
                Bytes sealed = cipher.seal(number, following == 0, chunk, length);
                store(leafId, number, sealed);
                digest.update(sealed.toArray());
                if (following == 0) {
                    return new SecretContent(size, Bytes.from(digest));
                }
                byte[] spent = chunk;
                chunk = next;
                next = spent;
                length = following;
            }
        } finally {
            Arrays.fill(chunk, (byte) 0);
            Arrays.fill(next, (byte) 0);
        }
    }

    static void requireSize(long size) {
        if (size > SecretContent.MAX_SIZE) {
            throw ProblemException.of(
                    ProblemKind.SECRET_TOO_LARGE,
                    "A value has at most " + SecretContent.MAX_SIZE + " bytes.");
        }
    }

    private void store(UUID leafId, int number, Bytes sealed) {
        storage.write(
                connection -> {
                    ChunkTable.insert(connection, leafId, number, sealed);
                    return number;
                });
    }

    /** An encrypted chunk. */
    Bytes read(UUID leafId, int number) {
        return storage.read(connection -> ChunkTable.find(connection, leafId, number))
                .orElseThrow(Secrets::damaged);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
