package dev.sealwright.controlplane.vault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.crypto.Mac;

/** A value that a MAC is made of as it is read. */
final class MeteredValue extends FilterInputStream {
    private final Mac mac;

    MeteredValue(InputStream value, Mac mac) {
        super(value);
        this.mac = mac;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            mac.update((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
            mac.update(target, offset, read);
        }
        return read;
    }

    /** What is skipped would be missing in the MAC. */
    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("a value is read, not skipped");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
