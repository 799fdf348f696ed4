package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.quota.CallLimits;
import dev.sealwright.keyservice.quota.CallQuota;
import dev.sealwright.keyservice.quota.Tally;
import java.time.InstantSource;

/** An open key service and its callers: each has quotas of its own, and all are counted. */
public final class HostedKeyService implements AutoCloseable {
    private static final String EMBEDDED = "embedded";

    private final KeyService service;
    private final InstantSource clock;
    private final CallQuota quota = new CallQuota(CallLimits.DEFAULT);
    private final Tally tally = new Tally();

    HostedKeyService(KeyService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /**
     * The service as this caller gets it; closing that closes nothing.
     *
     * @param name who it is, as its connection has shown
     */
    public KeyService forCaller(String name) {
        return new AccountedKeyService(service, name, quota, tally, clock, () -> {});
    }

    /** The service for this process, whose end is the whole's. */
    KeyService embedded() {
        return new AccountedKeyService(service, EMBEDDED, quota, tally, clock, service::close);
    }

    @Override
    public void close() {
        service.close();
    }
}
