package dev.sealwright.controlplane.approval;

import java.util.Locale;

/** What became of a leaf that needs an approval. */
public enum ApprovalState {
    /** Nobody signed yet. */
    PENDING,
    /** Signed, and on its way into the log. */
    SIGNED,
    /** The leaf stands in the log; the change is in effect. */
    APPROVED,
    /** The key service refused it, so the change never takes effect. */
    REFUSED,
    /** Somebody rejected it. */
    REJECTED,
    /** A later change took its place. */
    SUPERSEDED,
    /** Nobody signed in time. */
    EXPIRED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can still take effect. */
    public boolean open() {
        return this == PENDING || this == SIGNED;
    }
}
