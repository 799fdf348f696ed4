package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.MalformedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a key service is to be found, as configuration writes it. */
public sealed interface KeyServiceAddress {
    /** {@code unix:/absolute/path} */
    record Unix(Path socket) implements KeyServiceAddress {
        private static final String SCHEME = "unix:";

        public Unix {
            if (!socket.isAbsolute()) {
                throw new MalformedException("the path of a socket is absolute");
            }
        }

        @Override
        public String toString() {
            return SCHEME + socket;
        }
    }

    /** {@code tls:host:port} */
    record Tls(String host, int port) implements KeyServiceAddress {
        private static final String SCHEME = "tls:";
        private static final int MAX_PORT = 65_535;

        public Tls {
            if (host.isEmpty() || port < 1 || port > MAX_PORT) {
                throw new MalformedException("tls:host:port names a host and a port");
            }
        }

        @Override
        public String toString() {
            return SCHEME + host + ":" + port;
        }
    }

    /**
     * Reads an address.
     *
     * @throws MalformedException when it is none
     */
    static KeyServiceAddress parse(String text) {
        if (text.startsWith(Unix.SCHEME)) {
            return new Unix(path(text.substring(Unix.SCHEME.length())));
        }
        if (text.startsWith(Tls.SCHEME)) {
            return tls(text.substring(Tls.SCHEME.length()));
        }
        throw new MalformedException("an address of a key service is unix:/path or tls:host:port");
    }

    private static Tls tls(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new MalformedException("tls:host:port names a host and a port");
        }
        return new Tls(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new MalformedException("not the path of a socket", e);
        }
    }
}
