package dev.sealwright.controlplane.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket below TLS that remembers whether it was read to its end. The JDK's TLS sockets report an
 * end without close_notify like one with it; this tells them apart: after a close_notify nothing
 * below was read on.
 */
final class WatchedSocket extends Socket {
    private volatile boolean ended;

    /** Whether the peer ended the connection below TLS, as somebody on the way can, too. */
    boolean ended() {
        return ended;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return noted(super.read());
            }

            @Override
            public int read(byte[] into, int at, int most) throws IOException {
                return noted(super.read(into, at, most));
            }

            private int noted(int result) {
                ended |= result < 0;
                return result;
            }
        };
    }
}
