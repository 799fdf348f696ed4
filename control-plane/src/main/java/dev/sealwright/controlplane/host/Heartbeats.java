package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.HostIdentity;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.SharedWrites;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Takes heartbeats: those that come together are written together, and wait for no sync of the
 * disk, for the next one says the same.
 */
@Singleton
final class Heartbeats {
    private final Storage storage;
    private final Log log;
    private final Hosts hosts;
    private final Ids ids;
    private final InstantSource clock;
    private final SharedWrites<Heartbeat> writes;

    Heartbeats(Storage storage, Log log, Hosts hosts, Ids ids, InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.hosts = hosts;
        this.ids = ids;
        this.clock = clock;
        this.writes = new SharedWrites<>(storage, this::write);
    }

    /**
     * What a host says of itself.
     *
     * @param agent JSON
     */
    record Heartbeat(
            UUID sandbox, Instant time, Optional<Long> policyVersion, Optional<String> agent) {
        /** Both of one host, as if one came after the other. */
        Heartbeat then(Heartbeat later) {
            return new Heartbeat(
                    sandbox,
                    later.time,
                    later.policyVersion.or(() -> policyVersion),
                    later.agent.or(() -> agent));
        }
    }

    /** The first one of a host is its activation and waits for its leaf. */
    void take(HostIdentity identity, Optional<Long> policyVersion, Optional<String> agent) {
        Host host = hosts.find(identity.org(), identity.sandbox()).orElseThrow();
        Instant now = Seconds.truncate(clock.instant());
        Heartbeat heartbeat = new Heartbeat(host.sandbox(), now, policyVersion, agent);
        if (host.activationLeaf().filter(leaf -> !hosts.refused(leaf)).isPresent()) {
            writes.write(heartbeat);
            return;
        }
        Optional<UUID> activation =
                storage.write(
                        connection -> {
                            HostTable.seen(connection, List.of(heartbeat));
                            return activate(identity, host);
                        });
        activation.ifPresent(log::awaitById);
    }

    private void write(List<Heartbeat> heartbeats) {
        var newest = new TreeMap<UUID, Heartbeat>();
        heartbeats.forEach(each -> newest.merge(each.sandbox(), each, Heartbeat::then));
        storage.writeUnsynced(
                connection -> {
                    HostTable.seen(connection, List.copyOf(newest.values()));
                    return newest.size();
                });
    }

    private Optional<UUID> activate(HostIdentity identity, Host host) {
        UUID leaf = ids.next();
        boolean first =
                storage.join(
                        connection ->
                                HostTable.activate(
                                        connection, host.sandbox(), host.activationLeaf(), leaf));
        if (!first) {
            return Optional.empty();
        }
        LeafBody body =
                new LeafBody.Activation(
                        LeafIds.bytes(host.sandbox()), Sha256.of(identity.certificate()));
        return Optional.of(log.propose(leaf, host.org(), body).id());
    }
}
