package dev.sealwright.attestation.snp;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Locale;

/**
 * Security versions of the platform's firmware parts. Before Turin there is no FMC and it counts as
 * 0.
 */
public record SnpTcb(int fmc, int bootloader, int tee, int snp, int microcode) {

    /** Reads the eight bytes of a report in the layout of the product. */
    public static SnpTcb read(Bytes bytes, SnpProduct product) {
        bytes.requireSize(8, "a TCB version");
        SnpTcb tcb =
                product == SnpProduct.TURIN
                        ? new SnpTcb(
                                at(bytes, 0),
                                at(bytes, 1),
                                at(bytes, 2),
                                at(bytes, 3),
                                at(bytes, 7))
                        : new SnpTcb(0, at(bytes, 0), at(bytes, 1), at(bytes, 6), at(bytes, 7));
        int reserved = product == SnpProduct.TURIN ? 4 : 2;
        for (int i = reserved; i < (product == SnpProduct.TURIN ? 7 : 6); i++) {
            if (bytes.get(i) != 0) {
                throw new MalformedException("a reserved TCB byte that is not zero");
            }
        }
        return tcb;
    }

    /** Every part at least as new. */
    public boolean atLeast(SnpTcb least) {
        return fmc >= least.fmc
                && bootloader >= least.bootloader
                && tee >= least.tee
                && snp >= least.snp
                && microcode >= least.microcode;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "fmc=%d,bootloader=%d,tee=%d,snp=%d,microcode=%d",
                fmc,
                bootloader,
                tee,
                snp,
                microcode);
    }

    private static int at(Bytes bytes, int index) {
        return bytes.get(index) & 0xff;
    }
}
