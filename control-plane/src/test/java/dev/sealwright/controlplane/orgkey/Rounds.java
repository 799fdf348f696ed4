package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.RunningService;

/** What the service does each minute, now. */
public final class Rounds {
    private Rounds() {}

    /** Destroys what is due. */
    public static void destroy(RunningService service) {
        service.bean(OrgKeyDestroying.class).round();
    }
}
