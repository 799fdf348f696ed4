package dev.sealwright.attestation.snp;

import java.util.Arrays;
import java.util.Optional;

/** The processor lines that sign SNP reports. Bergamo and Siena sign under Genoa's chain. */
public enum SnpProduct {
    MILAN("Milan"),
    GENOA("Genoa"),
    TURIN("Turin");

    private final String label;

    SnpProduct(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /**
     * The product name extension of an endorsement key: the line, or the line and a stepping
     * ("Milan-B0").
     */
    public static Optional<SnpProduct> ofName(String name) {
        return Arrays.stream(values())
                .filter(p -> name.equals(p.label) || name.startsWith(p.label + "-"))
                .findFirst();
    }

    /** From the CPUID family and model that reports carry from version 3 on. */
    public static Optional<SnpProduct> ofCpuid(int family, int model) {
        return Optional.ofNullable(
                switch (family) {
                    case 0x19 ->
                            switch (model >> 4) {
                                case 0x0 -> MILAN;
                                case 0x1, 0xa -> GENOA;
                                default -> null;
                            };
                    case 0x1a -> model >> 4 <= 1 ? TURIN : null;
                    default -> null;
                });
    }

    /**
     * False for Milan: its root seed can be taken out by software alone (arXiv 2605.12990), so any
     * of its reports may be forged.
     */
    public boolean assured() {
        return this != MILAN;
    }
}
