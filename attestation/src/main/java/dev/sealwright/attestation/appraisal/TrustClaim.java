package dev.sealwright.attestation.appraisal;

import java.util.Locale;

/** The categories of an AR4SI trustworthiness vector that our demands speak to. */
public enum TrustClaim {
    INSTANCE_IDENTITY,
    CONFIGURATION,
    EXECUTABLES,
    HARDWARE,
    RUNTIME_OPAQUE;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
