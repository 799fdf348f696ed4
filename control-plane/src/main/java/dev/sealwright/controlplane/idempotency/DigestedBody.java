package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A body that fails at its end unless it has the digest that it was announced with. */
final class DigestedBody extends InputStream {
    private final InputStream body;
    private final Bytes announced;
    private final MessageDigest digest;
    private boolean ended;

    DigestedBody(InputStream body, Bytes announced) {
        this.body = body;
        this.announced = announced;
        this.digest = sha256();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = body.read(target, offset, length);
        if (read > 0) {
            digest.update(target, offset, read);
        }
        if (read < 0 && !ended) {
            ended = true;
            requireAnnounced();
        }
        return read;
    }

    private void requireAnnounced() {
        if (!Bytes.from(digest).equals(announced)) {
            throw ProblemException.retryLater(
                    ProblemKind.BODY_DAMAGED,
                    "The body does not have the digest of its Content-Digest. Nothing was done.",
                    1);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
