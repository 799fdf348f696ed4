package dev.sealwright.keyservice.pkcs11.binding;

import java.util.Arrays;
import java.util.Optional;

/** Key types (CKK) that this service makes or may meet on a token. */
public enum KeyType {
    RSA(0x00),
    EC(0x03),
    GENERIC_SECRET(0x10),
    DES3(0x15),
    AES(0x1F),
    SHA256_HMAC(0x2B),
    EC_EDWARDS(0x40),
    EC_MONTGOMERY(0x41),
    ML_DSA(0x4A);

    private final long value;

    KeyType(long value) {
        this.value = value;
    }

    public long value() {
        return value;
    }

    public static Optional<KeyType> of(long value) {
        return Arrays.stream(values()).filter(type -> type.value == value).findFirst();
    }
}
