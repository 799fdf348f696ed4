package dev.sealwright.attestation.snp;

import dev.sealwright.protocol.MalformedException;

/** Which kind of key signed a report: the chip's own, or one AMD loaned to a cloud provider. */
public enum SnpSigningKey {
    VCEK,
    VLEK;

    static SnpSigningKey of(int number) {
        return switch (number) {
            case 0 -> VCEK;
            case 1 -> VLEK;
            default -> throw new MalformedException("an SNP report signed by no endorsement key");
        };
    }
}
