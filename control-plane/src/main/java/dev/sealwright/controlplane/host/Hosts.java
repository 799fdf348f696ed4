package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The hosts of all organisations; {@link Revoking} ends their rights. */
@Singleton
public final class Hosts {
    private final Storage storage;
    private final Log log;
    private final InstantSource clock;
    private final DenyList denied;

    Hosts(Storage storage, Log log, InstantSource clock, DenyList denied) {
        this.denied = denied;
        this.storage = storage;
        this.log = log;
        this.clock = clock;
    }

    private Instant now() {
        return Seconds.truncate(clock.instant());
    }

    /**
     * Adds a host whose enrolment leaf was just proposed. Joins a transaction.
     *
     * @param bootstrap id of 16 bytes
     * @param spki SHA-256 of its key
     */
    public void add(
            UUID sandbox,
            Bytes org,
            UUID spec,
            String specName,
            Bytes bootstrap,
            UUID leaf,
            Bytes spki) {
        Host host = Host.enrolling(sandbox, org, spec, specName, bootstrap, leaf, now());
        storage.join(
                connection -> {
                    HostTable.insert(connection, host);
                    HostTable.addKey(connection, sandbox, spki);
                    return host;
                });
    }

    /** How many hosts an organisation has in each state that any of them is in. */
    public SortedMap<String, Long> states(Bytes org) {
        Instant now = now();
        return storage.read(
                connection -> {
                    SortedMap<String, Long> states = new TreeMap<>();
                    HostTable.each(
                            connection, org, host -> states.merge(host.state(now), 1L, Long::sum));
                    return states;
                });
    }

    /** Takes a host back whose enrolment leaf was refused. Joins a transaction. */
    public void takeBack(UUID sandbox) {
        storage.join(
                connection -> {
                    HostTable.delete(connection, sandbox);
                    return sandbox;
                });
    }

    /** Notes that a certificate was stored. Joins a transaction. */
    public void certified(UUID sandbox, Bytes spki, Instant expires) {
        storage.join(
                connection -> {
                    HostTable.addKey(connection, sandbox, spki);
                    HostTable.certified(connection, sandbox, expires);
                    return sandbox;
                });
    }

    /**
     * Shuts a host out until somebody looks at it; true the first time only. Joins a transaction.
     */
    public boolean quarantine(Bytes org, UUID sandbox, Bytes detail) {
        return storage.join(
                connection -> {
                    boolean first = HostTable.quarantine(connection, sandbox, now());
                    if (first) {
                        log.record(org, EventKind.HOST_QUARANTINED, EventOutcome.SUCCESS, detail);
                    }
                    return first;
                });
    }

    public Optional<Host> find(Bytes org, UUID sandbox) {
        return storage.look(connection -> HostTable.find(connection, sandbox))
                .filter(host -> host.org().equals(org));
    }

    /** Hosts of an organisation in the order they enrolled, from the first beyond {@code after}. */
    public List<Host> page(Bytes org, Optional<UUID> after, int limit) {
        return storage.read(connection -> HostTable.page(connection, org, after, limit));
    }

    public String state(Host host) {
        String state = host.state(clock.instant());
        return !state.equals("revoked") && denied.holds(host.sandbox()) ? "quarantined" : state;
    }

    boolean refused(UUID leaf) {
        return log.outcome(leaf) instanceof LeafOutcome.Refused;
    }
}
