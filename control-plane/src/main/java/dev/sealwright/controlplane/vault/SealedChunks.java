package dev.sealwright.controlplane.vault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** The encrypted chunks of a large value, one after the other, each read when it is its turn. */
final class SealedChunks extends InputStream {
    private final ContentStore store;
    private final UUID leafId;
    private final int chunks;
    private InputStream chunk = new ByteArrayInputStream(new byte[0]);
    private int number;

    SealedChunks(ContentStore store, UUID leafId, int chunks) {
        this.store = store;
        this.leafId = leafId;
        this.chunks = chunks;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = chunk.read(target, offset, length);
        while (read < 0 && number < chunks) {
            chunk = store.read(leafId, number++).stream();
            read = chunk.read(target, offset, length);
        }
        return read;
    }
}
