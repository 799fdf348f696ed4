package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.binding.ReturnCode;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfile;
import dev.sealwright.keyservice.pkcs11.vendor.VendorProfiles;

/** Tells what a failed call means, by the standard and by what is known of the vendor's module. */
final class Faults {
    /** For before it is known whose module it is. */
    static final Faults STANDARD = new Faults(VendorProfiles.unknown());

    private final VendorProfile profile;

    Faults(VendorProfile profile) {
        this.profile = profile;
    }

    Fault of(CryptokiException e) {
        return profile.meaning(e.function(), e.code()).orElseGet(() -> standard(e));
    }

    private static Fault standard(CryptokiException e) {
        if (e.function().equals("C_Decrypt") && saysNotAuthentic(e)) {
            return Fault.NOT_AUTHENTIC;
        }
        if (e.is(
                ReturnCode.DEVICE_REMOVED,
                ReturnCode.DEVICE_ERROR,
                ReturnCode.TOKEN_NOT_PRESENT,
                ReturnCode.TOKEN_NOT_RECOGNIZED,
                ReturnCode.SLOT_ID_INVALID,
                ReturnCode.CRYPTOKI_NOT_INITIALIZED)) {
            return Fault.RESTART;
        }
        if (e.is(
                ReturnCode.PIN_INCORRECT,
                ReturnCode.PIN_LOCKED,
                ReturnCode.PIN_EXPIRED,
                ReturnCode.PIN_INVALID)) {
            return Fault.PIN_REFUSED;
        }
        if (e.is(ReturnCode.HOST_MEMORY, ReturnCode.DEVICE_MEMORY, ReturnCode.SESSION_COUNT)) {
            return Fault.BUSY;
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
            return Fault.RECONNECT;
        }
        if (e.is(
                ReturnCode.GENERAL_ERROR,
                ReturnCode.FUNCTION_FAILED,
                ReturnCode.FUNCTION_CANCELED,
                ReturnCode.OPERATION_ACTIVE,
                ReturnCode.OPERATION_NOT_INITIALIZED,
                ReturnCode.BUFFER_TOO_SMALL)) {
            return Fault.SESSION;
        }
        return Fault.PERMANENT;
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
