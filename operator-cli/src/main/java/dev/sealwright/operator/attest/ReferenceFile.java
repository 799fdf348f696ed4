package dev.sealwright.operator.attest;

import dev.sealwright.attestation.appraisal.CoRim;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.protocol.Bytes;

/** Reference values in either of their forms, told apart by the first byte. */
final class ReferenceFile {
    /** CBOR tag 501, the tag of a CoRIM. */
    private static final byte TAG = (byte) 0xd9;

    private ReferenceFile() {}

    static ReferenceValues read(Bytes file) {
        boolean corim = !file.isEmpty() && file.get(0) == TAG;
        return corim ? CoRim.read(file) : ReferenceValues.parse(file);
    }
}
