package dev.sealwright.controlplane.vault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer, read while it is sent.
 *
 * @param size in bytes; a client that got fewer knows that the answer was cut
 * @param content to be closed by whoever sends it
 */
record SizedStream(long size, InputStream content) {
    SizedStream {
        content = new Reported(content);
    }

    /** Makes any failure one of reading, which is what the server knows to end an answer by. */
    private static final class Reported extends FilterInputStream {
        private Reported(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (RuntimeException e) {
                throw new IOException("an answer cannot be continued", e);
            }
        }
    }
}
