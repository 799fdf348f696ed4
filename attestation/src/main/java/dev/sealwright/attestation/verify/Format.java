package dev.sealwright.attestation.verify;

import dev.sealwright.protocol.MalformedException;
import java.util.Arrays;

/** The kinds of evidence we take. */
public enum Format {
    NITRO("nitro"),
    SNP("snp"),
    TDX("tdx"),
    SGX("sgx"),
    MAA("maa"),
    TPM("tpm"),
    AZURE_VTPM("azure-vtpm"),
    ACI("aci");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    /** The name in policies, on the command line and in results. */
    public String label() {
        return label;
    }

    public static Format of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new MalformedException("no such evidence format"));
    }
}
