package dev.sealwright.keyservice.pkcs11.binding;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of object that hold keys (CKO). */
public enum ObjectClass {
    PUBLIC_KEY(0x02),
    PRIVATE_KEY(0x03),
    SECRET_KEY(0x04);

    private final long value;

    ObjectClass(long value) {
        this.value = value;
    }

    public long value() {
        return value;
    }

    public static Optional<ObjectClass> of(long value) {
        return Arrays.stream(values()).filter(each -> each.value == value).findFirst();
    }
}
