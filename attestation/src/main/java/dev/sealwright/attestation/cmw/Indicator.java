package dev.sealwright.attestation.cmw;

import dev.sealwright.protocol.MalformedException;
import java.util.EnumSet;
import java.util.Set;

/** Which conceptual messages a value holds: the bits of {@code ind}, by their order here. */
public enum Indicator {
    REFERENCE_VALUES,
    ENDORSEMENTS,
    EVIDENCE,
    ATTESTATION_RESULTS,
    APPRAISAL_POLICY;

    static long bits(Set<Indicator> indicators) {
        long bits = 0;
        for (Indicator each : values()) {
            bits |= indicators.contains(each) ? bit(each) : 0;
        }
        return bits;
    }

    /** Never zero: whoever has nothing to say leaves the field out. */
    static Set<Indicator> of(long bits) {
        Set<Indicator> out = EnumSet.noneOf(Indicator.class);
        for (Indicator each : values()) {
            if ((bits & bit(each)) != 0) {
                out.add(each);
            }
        }
        if (bits == 0 || bits(out) != bits) {
            throw new MalformedException("a CMW indicator that is zero or has an unknown bit");
        }
        return out;
    }

    private static long bit(Indicator indicator) {
        return switch (indicator) {
            case REFERENCE_VALUES -> 1;
            case ENDORSEMENTS -> 1 << 1;
            case EVIDENCE -> 1 << 2;
            case ATTESTATION_RESULTS -> 1 << 3;
            case APPRAISAL_POLICY -> 1 << 4;
        };
    }
}
