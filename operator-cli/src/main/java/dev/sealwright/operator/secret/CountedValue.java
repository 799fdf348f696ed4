package dev.sealwright.operator.secret;

import dev.sealwright.client.terminal.Progress;
import java.io.ByteArrayInputStream;

/** A value on its way to the service, which shows how far it is. */
final class CountedValue extends ByteArrayInputStream {
    private final Progress progress;

    CountedValue(byte[] value, Progress progress) {
        super(value);
        this.progress = progress;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        int read = super.read(target, offset, length);
        progress.at(pos, count);
        return read;
    }
}
