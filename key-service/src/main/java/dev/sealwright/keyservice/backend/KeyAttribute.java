package dev.sealwright.keyservice.backend;

/** The yes-or-no properties of a key object that PKCS#11 v3.1 section 4 defines. */
public enum KeyAttribute {
    TOKEN,
    PRIVATE,
    MODIFIABLE,
    SENSITIVE,
    EXTRACTABLE,
    ALWAYS_SENSITIVE,
    NEVER_EXTRACTABLE,
    LOCAL,
    ENCRYPT,
    DECRYPT,
    SIGN,
    VERIFY,
    WRAP,
    UNWRAP,
    DERIVE
}
