package dev.sealwright.controlplane.vault;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.UUID;

/** The encrypted chunks of a large value, fetched one by one. */
final class SealedContentStream implements Enumeration<InputStream> {
    private final ContentStore store;
    private final UUID leafId;
    private final int chunks;
    private int number;

    SealedContentStream(ContentStore store, UUID leafId, int chunks) {
        this.store = store;
        this.leafId = leafId;
        this.chunks = chunks;
    }

    @Override
    public boolean hasMoreElements() {
        return number < chunks;
    }

    @Override
    public InputStream nextElement() {
        if (!hasMoreElements()) {
            throw new NoSuchElementException();
        }
        return new ByteArrayInputStream(store.read(leafId, number++).toArray());
    }
}
