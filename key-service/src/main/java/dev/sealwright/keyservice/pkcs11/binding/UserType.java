package dev.sealwright.keyservice.pkcs11.binding;

/** Who logs in (CKU). */
public enum UserType {
    SECURITY_OFFICER(0),
    USER(1);

    private final long value;

    UserType(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }
}
