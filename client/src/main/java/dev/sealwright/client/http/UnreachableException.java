package dev.sealwright.client.http;

/** No answer came: the connection failed, was refused, timed out or broke. */
public final class UnreachableException extends RuntimeException {
    /** How far it came. */
    public enum Kind {
        /** Nobody there, or nobody answers. */
        NO_ANSWER,
        /** Somebody is there whom the pinned root does not vouch for; nothing was sent to him. */
        UNTRUSTED,
        /** The peer broke off TLS, as it does with a certificate it does not take. */
        TURNED_AWAY
    }

    private final Kind kind;

    UnreachableException(String message, Kind kind, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether trying again may help. */
    public boolean isTemporary() {
        return kind == Kind.NO_ANSWER;
    }
}
