package dev.sealwright.controlplane.log;

/** Retention took the bytes of a leaf; its hash, and with it every proof, is still there. */
public final class LeafGoneException extends RuntimeException {
    private final long index;

    LeafGoneException(long index) {
        super("the bytes of entry " + index + " went with retention; its hash is in the log");
        this.index = index;
    }

    public long index() {
        return index;
    }
}
