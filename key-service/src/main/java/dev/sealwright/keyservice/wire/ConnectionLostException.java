package dev.sealwright.keyservice.wire;

/** The connection ended before the answer came; whether the request was served is not known. */
final class ConnectionLostException extends RuntimeException {
    ConnectionLostException() {
        super("the connection to the key service ended before its answer");
    }
}
