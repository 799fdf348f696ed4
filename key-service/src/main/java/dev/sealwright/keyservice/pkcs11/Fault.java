package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;

/** What a failed PKCS#11 call means for the session, the token and the request. */
enum Fault {
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

    boolean isRecoverable() {
        return this == SESSION || this == RECONNECT || this == RESTART;
    }

    static Fault of(CryptokiException e) {
        if (e.function().equals("C_Decrypt") && saysNotAuthentic(e)) {
            return NOT_AUTHENTIC;
        }
        if (e.is(
                ReturnCode.DEVICE_REMOVED,
                ReturnCode.DEVICE_ERROR,
                ReturnCode.TOKEN_NOT_PRESENT,
                ReturnCode.TOKEN_NOT_RECOGNIZED,
                ReturnCode.SLOT_ID_INVALID,
                ReturnCode.CRYPTOKI_NOT_INITIALIZED)) {
            return RESTART;
        }
        if (e.is(
                ReturnCode.PIN_INCORRECT,
                ReturnCode.PIN_LOCKED,
                ReturnCode.PIN_EXPIRED,
                ReturnCode.PIN_INVALID)) {
            return PIN_REFUSED;
        }
        if (e.is(ReturnCode.HOST_MEMORY, ReturnCode.DEVICE_MEMORY, ReturnCode.SESSION_COUNT)) {
            return BUSY;
        }
        return ofSession(e);
    }

    /** A vendor's own code says that something of the vendor's broke: connections, mostly. */
    private static Fault ofSession(CryptokiException e) {
        if (e.is(
                        ReturnCode.SESSION_HANDLE_INVALID,
                        ReturnCode.SESSION_CLOSED,
                        ReturnCode.OBJECT_HANDLE_INVALID,
                        ReturnCode.KEY_HANDLE_INVALID,
                        ReturnCode.USER_NOT_LOGGED_IN)
                || e.isVendors()
                || (e.is(ReturnCode.GENERAL_ERROR) && e.function().endsWith("Init"))) {
            return RECONNECT;
        }
        if (e.is(
                ReturnCode.GENERAL_ERROR,
                ReturnCode.FUNCTION_FAILED,
                ReturnCode.FUNCTION_CANCELED,
                ReturnCode.OPERATION_ACTIVE,
                ReturnCode.OPERATION_NOT_INITIALIZED,
                ReturnCode.BUFFER_TOO_SMALL)) {
            return SESSION;
        }
        return PERMANENT;
    }

    /**
     * SoftHSM 2.6 says GENERAL_ERROR and 2.7 ENCRYPTED_DATA_INVALID; PKCS#11 v3.0 has a code of its
     * own.
     */
    private static boolean saysNotAuthentic(CryptokiException e) {
        return e.is(
                ReturnCode.GENERAL_ERROR,
                ReturnCode.ENCRYPTED_DATA_INVALID,
                ReturnCode.ENCRYPTED_DATA_LEN_RANGE,
                ReturnCode.AEAD_DECRYPT_FAILED);
    }
}
