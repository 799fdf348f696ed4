package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.RunningService;

/** What the service does twice a second, now. */
public final class Moves {
    private Moves() {}

    /** Stores the API keys that were presented under the newest version. */
    public static void now(RunningService service) {
        service.bean(ApiKeyMoving.class).round();
    }
}
