package dev.sealwright.attestation.snp;

/** The launch policy of a guest (SEV-SNP ABI, "Guest Policy"): what the platform may do with it. */
public record SnpGuestPolicy(long bits) {
    private static final int SMT = 16;
    private static final int RESERVED_ONE = 17;
    private static final int MIGRATION_AGENT = 18;
    private static final int DEBUG = 19;

    public int abiMinor() {
        return (int) (bits & 0xff);
    }

    public int abiMajor() {
        return (int) (bits >>> 8 & 0xff);
    }

    public boolean smt() {
        return bit(SMT);
    }

    /** Must be one in every policy. */
    public boolean reservedOne() {
        return bit(RESERVED_ONE);
    }

    public boolean migrationAgent() {
        return bit(MIGRATION_AGENT);
    }

    /** The host may read the guest's memory. */
    public boolean debug() {
        return bit(DEBUG);
    }

    private boolean bit(int number) {
        return (bits >>> number & 1) == 1;
    }
}
