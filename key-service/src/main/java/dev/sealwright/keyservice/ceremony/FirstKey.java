package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * The API key of the first administrator. The service is given its hash only: {@code
 * admin.key.sha256} beside {@code admin.key}.
 */
record FirstKey(Path folder) {
    private static final int BYTES = 32;

    /** Makes another one in the place of whatever is there. */
    void replace(SecureRandom random) {
        byte[] raw = new byte[BYTES];
        random.nextBytes(raw);
        byte[] text =
                ("sw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw))
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        try {
            Path key = folder.resolve("admin.key.new");
            Path digest = folder.resolve("admin.key.sha256.new");
            Files.deleteIfExists(key);
            Files.deleteIfExists(digest);
            CeremonyFiles.writePrivate(key, line);
            CeremonyFiles.writePublic(digest, Bytes.utf8(Sha256.of(Bytes.of(text)).hex() + "\n"));
            // The key first: a digest without its key lets nobody in.
            Files.move(key, folder.resolve("admin.key"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(digest, folder.resolve("admin.key.sha256"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the first administrator's key", e);
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }
}
