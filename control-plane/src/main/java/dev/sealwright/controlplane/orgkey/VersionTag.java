package dev.sealwright.controlplane.orgkey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Strong entity tags of versions: whatever of one changes is in it. */
final class VersionTag {
    private VersionTag() {}

    static String of(long version, String state, @Nullable Instant destroyAt) {
        return "\""
                + version
                + "-"
                + state
                + (destroyAt == null ? "" : "-" + destroyAt.getEpochSecond())
                + "\"";
    }
}
