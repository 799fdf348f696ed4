package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.SecretContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.UUID;

/**
 * A large value in the clear, a chunk at a time, each authentic before any of it is given out. It
 * ends where the value ends, or fails. Closing wipes key and chunk.
 */
final class ContentStream extends InputStream {
    private final ContentStore store;
    private final UUID leafId;
    private final SecretContent content;
    private final ContentCipher cipher;
    private byte[] chunk = new byte[0];
    private int at;
    private int number;

    ContentStream(ContentStore store, UUID leafId, SecretContent content, ContentCipher cipher) {
        this.store = store;
        this.leafId = leafId;
        this.content = content;
        this.cipher = cipher;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == chunk.length && !advance()) {
            return -1;
        }
        int given = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, target, offset, given);
        at += given;
        return given;
    }

    private boolean advance() throws IOException {
        Arrays.fill(chunk, (byte) 0);
        if (number == content.chunks()) {
            return false;
        }
        try {
            boolean last = number + 1 == content.chunks();
            chunk = cipher.open(number, last, store.read(leafId, number));
        } catch (VerificationException e) {
            throw new IOException("a chunk of a secret is not the one that was sealed", e);
        }
        at = 0;
        number++;
        return true;
    }

    @Override
    public void close() {
        Arrays.fill(chunk, (byte) 0);
        cipher.close();
    }
}
