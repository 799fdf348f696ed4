package dev.sealwright.attestation.dcap;

import dev.sealwright.protocol.MalformedException;
import java.util.Arrays;

/** Intel's words for a platform's state, best first, and ours for a platform no level matches. */
public enum TcbStatus {
    UP_TO_DATE("UpToDate"),
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    OUT_OF_DATE("OutOfDate"),
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    REVOKED("Revoked"),
    UNMATCHED("Unmatched");

    private final String label;

    TcbStatus(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static TcbStatus of(String label) {
        return Arrays.stream(values())
                .filter(status -> status.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new MalformedException("an unknown TCB status"));
    }

    /** A policy may name these; nothing makes a revoked or unknown platform acceptable. */
    public boolean acceptable() {
        return this != REVOKED && this != UNMATCHED;
    }

    /**
     * The platform's status in the light of a part's (quoting enclave or TDX module), as Intel's
     * quote verification converges them: an outdated part makes the whole outdated, and keeps the
     * word that configuration is needed.
     */
    public TcbStatus with(TcbStatus part) {
        if (part == UNMATCHED || this == UNMATCHED) {
            return UNMATCHED;
        }
        if (part == REVOKED || this == REVOKED) {
            return REVOKED;
        }
        if (part != OUT_OF_DATE) {
            return this;
        }
        return switch (this) {
            case CONFIGURATION_NEEDED,
                    CONFIGURATION_AND_SW_HARDENING_NEEDED,
                    OUT_OF_DATE_CONFIGURATION_NEEDED ->
                    OUT_OF_DATE_CONFIGURATION_NEEDED;
            default -> OUT_OF_DATE;
        };
    }
}
