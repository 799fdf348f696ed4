package dev.sealwright.keyservice.pkcs11.binding;

import java.util.Arrays;

/** A PKCS#11 function did not answer CKR_OK. */
public final class CryptokiException extends RuntimeException {
    private final String function;
    private final long value;

    public CryptokiException(String function, long value) {
        super(function + " answered " + ReturnCode.describe(value));
        this.function = function;
        this.value = value;
    }

    /** The function's name, such as {@code C_Sign}. */
    public String function() {
        return function;
    }

    /** The CKR number. */
    public long code() {
        return value;
    }

    /** Whether the code is none of the standard's. */
    public boolean isVendors() {
        return ReturnCode.of(value).isEmpty();
    }

    public boolean is(ReturnCode... codes) {
        return Arrays.stream(codes).anyMatch(code -> code.value() == value);
    }
}
