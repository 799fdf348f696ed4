package dev.sealwright.attestation.hsmkey;

/** What a device can say of a private key (PKCS#11 v3.1 section 4.9, by attribute). */
public enum KeyClaim {
    /** It was generated in a device of this kind: {@code CKA_LOCAL}. */
    GENERATED("was not generated in the device"),
    /** No command hands it out, wrapped or in parts: {@code CKA_EXTRACTABLE} is false. */
    NOT_EXTRACTABLE("can be extracted"),
    /** None ever could: {@code CKA_NEVER_EXTRACTABLE}. */
    NEVER_EXTRACTABLE("could be extracted once"),
    /** It never shows in the clear: {@code CKA_SENSITIVE} and {@code CKA_ALWAYS_SENSITIVE}. */
    SENSITIVE("shows in the clear, or did once");

    private final String denial;

    KeyClaim(String denial) {
        this.denial = denial;
    }

    /** What is said of a key of which it is not so. */
    public String denial() {
        return denial;
    }
}
