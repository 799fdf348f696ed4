package dev.sealwright.client.http;

/** No answer came: the connection failed, was refused, timed out or broke. */
public final class UnreachableException extends RuntimeException {
    private final boolean untrusted;

    UnreachableException(String message, boolean untrusted, Throwable cause) {
        super(message, cause);
        this.untrusted = untrusted;
    }

    /** Whether the peer was reached but TLS with it failed, so that nothing was sent to it. */
    public boolean isUntrusted() {
        return untrusted;
    }
}
