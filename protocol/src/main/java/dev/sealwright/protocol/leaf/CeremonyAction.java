package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.MalformedException;

/** What a ceremony did. */
public enum CeremonyAction {
    FIRST_PLATFORM_KEY("first-platform-key");

    private final String text;

    CeremonyAction(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    static CeremonyAction of(String text) {
        for (CeremonyAction action : values()) {
            if (action.text.equals(text)) {
                return action;
            }
        }
        throw new MalformedException("an unknown ceremony");
    }
}
