package dev.sealwright.protocol.sync;

import dev.sealwright.protocol.MalformedException;

/** How the service sees a host. */
public enum HostState {
    ACTIVE("active"),
    QUARANTINED("quarantined"),
    REVOKED("revoked");

    private final String text;

    HostState(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static HostState of(String text) {
        for (HostState state : values()) {
            if (state.text.equals(text)) {
                return state;
            }
        }
        throw new MalformedException("an unknown state of a host");
    }
}
