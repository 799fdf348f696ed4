package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.MalformedException;

/** How what happened ended. */
public enum EventOutcome {
    SUCCESS("success"),
    REFUSED("refused"),
    FAILED("failed");

    private final String text;

    EventOutcome(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static EventOutcome of(String text) {
        for (EventOutcome outcome : values()) {
            if (outcome.text.equals(text)) {
                return outcome;
            }
        }
        throw new MalformedException("an event of an unknown outcome");
    }
}
