package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.RefusalCode;

/** How a voter does. */
public enum MemberState {
    /** It signs what is new. */
    OK("ok"),
    /** It is not where the log is, and is brought there. */
    BEHIND("behind"),
    /** It does not answer. */
    AWAY("away"),
    /** It signed what is not in this log, or works under other anchors. */
    CONTRADICTS("contradicts"),
    /** It did not remember what it signed, and never signs again. */
    LOST("lost");

    private final String text;

    MemberState(String text) {
        this.text = text;
    }

    /** What a voter is that refuses for this reason. */
    static MemberState after(RefusalCode code) {
        return switch (code) {
            case VOTER_LOST_STATE -> LOST;
            case FORKED, DIGEST -> CONTRADICTS;
            default -> BEHIND;
        };
    }

    public String text() {
        return text;
    }
}
