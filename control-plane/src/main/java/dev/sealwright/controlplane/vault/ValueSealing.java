package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.voter.SecretMembers;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Has a value sealed: a small one itself, a large one by a data key of its own. */
@Singleton
final class ValueSealing {
    private final KeyService keyService;
    private final SecretMembers members;
    private final ContentStore contents;
    private final SecureRandom random;

    ValueSealing(
            KeyService keyService,
            SecretMembers members,
            ContentStore contents,
            SecureRandom random) {
        this.keyService = keyService;
        this.members = members;
        this.contents = contents;
        this.random = random;
    }

    /**
     * @param leafId names the chunks of a large value
     */
    SealedCopies seal(UUID leafId, SecretVersion version, InputStream value) throws IOException {
        byte[] start = value.readNBytes(SealedSecret.MAX_DIRECT + 1);
        try {
            if (start.length == 0) {
                throw ProblemException.invalid("/value", "a value has at least one byte");
            }
            return start.length <= SealedSecret.MAX_DIRECT
                    ? sealed(version, start, Optional.empty())
                    : large(
                            leafId,
                            version,
                            new SequenceInputStream(new ByteArrayInputStream(start), value));
        } finally {
            Arrays.fill(start, (byte) 0);
        }
    }

    private SealedCopies large(UUID leafId, SecretVersion version, InputStream value)
            throws IOException {
        byte[] key = new byte[ContentCipher.KEY_SIZE];
        random.nextBytes(key);
        try (ContentCipher cipher = new ContentCipher(key, version)) {
            SecretContent content = contents.write(leafId, value, cipher);
            return sealed(version, key, Optional.of(content));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private SealedCopies sealed(
            SecretVersion version, byte[] bytes, Optional<SecretContent> content) {
        try (Plaintext plaintext = Plaintext.of(bytes.clone())) {
            SealOrder order = new SealOrder(version, plaintext, content);
            return members.areSeveral()
                    ? SealedCopies.of(members.seal(order))
                    : SealedCopies.of(keyService.seal(order));
        }
    }
}
