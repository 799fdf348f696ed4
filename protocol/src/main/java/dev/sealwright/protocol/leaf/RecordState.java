package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.MalformedException;

/** Whether a row counts from this leaf on. */
public enum RecordState {
    SET("set"),
    REMOVED("removed");

    private final String text;

    RecordState(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    static RecordState of(String text) {
        for (RecordState state : values()) {
            if (state.text.equals(text)) {
                return state;
            }
        }
        throw new MalformedException("a record leaf of an unknown state");
    }
}
