package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.MalformedException;

/** Text that has a form in UTF-8 (RFC 3629). */
final class Surrogates {
    private Surrogates() {}

    /** The same text: escapes can leave a surrogate without its other half. */
    static String paired(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean whole =
                        i + 1 < value.length()
                                && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!whole) {
                    throw new MalformedException("an unpaired surrogate in a JSON string");
                }
                i++;
            }
        }
        return value;
    }
}
