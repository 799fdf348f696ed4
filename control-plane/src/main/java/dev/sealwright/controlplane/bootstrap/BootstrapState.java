package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.controlplane.problem.ProblemException;
import java.util.Locale;

/** What may still happen to a bootstrap. */
public enum BootstrapState {
    /** It can be redeemed. */
    ISSUED,
    /** A host redeemed it. */
    BURNED,
    /** Its time is over. */
    EXPIRED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static BootstrapState of(String text) {
        for (BootstrapState state : values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        throw ProblemException.invalid("state", "state is issued, burned or expired");
    }
}
