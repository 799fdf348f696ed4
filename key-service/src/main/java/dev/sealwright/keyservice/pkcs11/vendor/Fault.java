package dev.sealwright.keyservice.pkcs11.vendor;

/** What a failed PKCS#11 call means for the session, the token and the request. */
public enum Fault {
    /** The session is in an unknown state; a fresh one may do. */
    SESSION,
    /** Sessions, login or handles are gone: new ones must be made. */
    RECONNECT,
    /** The token or the module's state is gone: the module must be initialised anew. */
    RESTART,
    /** Trying again could lock the token. */
    PIN_REFUSED,
    /** The token has no room now. */
    BUSY,
    /** A ciphertext is not what was sealed. */
    NOT_AUTHENTIC,
    /** The request cannot be served as it is. */
    PERMANENT;

    /** Whether the same call may be served in a moment. */
    public boolean mayPass() {
        return isRecoverable() || this == BUSY;
    }

    public boolean isRecoverable() {
        return this == SESSION || this == RECONNECT || this == RESTART;
    }
}
