package dev.sealwright.keyservice.pkcs11.binding;

/** Who logs in (CKU). */
public enum UserType {
    SECURITY_OFFICER(0),
    USER(1),
    /** Whoever is logged in, once more, for one use of a key that asks for it. */
    CONTEXT_SPECIFIC(2);

    private final long value;

    UserType(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }
}
