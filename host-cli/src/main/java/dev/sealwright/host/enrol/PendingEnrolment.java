package dev.sealwright.host.enrol;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * An enrolment under way: the key, and the id (never the secret) of the bootstrap it is for. The
 * service binds the bootstrap to the first key that uses it, so a reply that was lost can be had
 * again with this key only.
 */
final class PendingEnrolment {
    private static final int MAX_BYTES = 64;

    private final HostFolder folder;
    private final Path marker;

    PendingEnrolment(HostFolder folder) {
        this.folder = folder;
        this.marker = folder.file("enrolling");
    }

    /** The key of an earlier attempt with the same bootstrap, or a new one; on disk either way. */
    HostKey key(BootstrapId bootstrap, HostKeyType type, SecureRandom random) {
        byte[] id = bootstrap.text().getBytes(StandardCharsets.US_ASCII);
        boolean resumed =
                PrivateFile.readIfPresent(marker, MAX_BYTES)
                        .filter(written -> Arrays.equals(written, id))
                        .isPresent();
        if (resumed) {
            var earlier = folder.key();
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        HostKey key = HostKey.generate(type, random);
        PrivateFile.delete(marker);
        folder.writeKey(key);
        PrivateFile.write(marker, id);
        return key;
    }

    /** Nothing of the bootstrap remains. */
    void end() {
        PrivateFile.delete(marker);
    }
}
