package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.protocol.Bytes;

/** A value of which only the bits of a mask count. */
record Masked(Bytes value, Bytes mask) {
    static Masked read(JsonFields fields, String name, int size) {
        return new Masked(fields.hex(name, size), fields.hex(name + "Mask", size));
    }

    boolean matches(Bytes actual) {
        boolean same = actual.size() == value.size();
        for (int i = 0; same && i < value.size(); i++) {
            same = (actual.get(i) & mask.get(i)) == (value.get(i) & mask.get(i));
        }
        return same;
    }
}
