package dev.sealwright.keyservice.pkcs11;

import java.util.Arrays;
import java.util.Optional;

/**
 * The keys of a PIV card (NIST SP 800-73-4 part 1, table 4b) by the CKA_ID that OpenSC gives them.
 */
public enum PivSlot {
    AUTHENTICATION("9a", 1),
    /** Asks for the PIN with each signature. */
    SIGNATURE("9c", 2),
    KEY_MANAGEMENT("9d", 3),
    CARD_AUTHENTICATION("9e", 4);

    private final String reference;
    private final int id;

    PivSlot(String reference, int id) {
        this.reference = reference;
        this.id = id;
    }

    byte[] id() {
        return new byte[] {(byte) id};
    }

    /** As tools for such cards write it. */
    public String reference() {
        return reference;
    }

    public static Optional<PivSlot> of(String reference) {
        return Arrays.stream(values()).filter(each -> each.reference.equals(reference)).findFirst();
    }
}
