package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.Standing;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Ends the rights of hosts, or says of one that nobody ended them. */
@Singleton
final class Revoking {
    private static final int SALT_SIZE = 16;

    private final Hosts hosts;
    private final Storage storage;
    private final Log log;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Ledger ledger;
    private final DenyList denied;

    Revoking(
            Hosts hosts,
            Storage storage,
            Log log,
            Ids ids,
            InstantSource clock,
            SecureRandom random,
            Ledger ledger,
            DenyList denied) {
        this.hosts = hosts;
        this.storage = storage;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
        this.ledger = ledger;
        this.denied = denied;
    }

    /**
     * Says of a host that an epoch's lost leaves may have revoked that it is not: its record is a
     * removed revocation. Saying it again changes nothing. Empty if there is nothing to say.
     *
     * @param document JSON with reason and author
     */
    Optional<LeafOutcome.Released> release(Host host, Bytes document) {
        if (!denied.holds(host.sandbox())) {
            return ledger.find(host.sandbox())
                    .filter(said -> said.kind() == RecordKind.REVOCATION && !said.isSet())
                    .flatMap(said -> log.at(said.index()));
        }
        long version = nextVersion(host.sandbox());
        LeafRef ref =
                storage.write(
                        connection ->
                                log.proposeWith(
                                        host.org(),
                                        document,
                                        digest ->
                                                new LeafBody.RecordBody(
                                                        RecordKind.REVOCATION,
                                                        LeafIds.bytes(host.sandbox()),
                                                        version,
                                                        RecordState.REMOVED,
                                                        digest)));
        return Optional.of(log.await(ref));
    }

    /**
     * Ends a host's rights from the commit on, and waits for the leaf. Revoking again changes
     * nothing.
     *
     * @param document JSON with reason and author
     */
    LeafOutcome.Released revoke(Host host, String by, Bytes document) {
        byte[] salt = new byte[SALT_SIZE];
        random.nextBytes(salt);
        Revocation revocation =
                new Revocation(
                        host.sandbox(),
                        Seconds.truncate(clock.instant()),
                        by,
                        Bytes.of(salt),
                        document,
                        ids.next(),
                        nextVersion(host.sandbox()));
        Optional<UUID> refused = host.revocationLeaf().filter(hosts::refused);
        boolean already = host.revocationLeaf().isPresent() && refused.isEmpty();
        boolean revoked =
                !already
                        && storage.write(
                                connection -> {
                                    boolean first =
                                            HostTable.revoke(connection, revocation, refused);
                                    if (first) {
                                        log.propose(
                                                revocation.leaf(), host.org(), revocation.body());
                                    }
                                    return first;
                                });
        return log.awaitById(
                revoked
                        ? revocation.leaf()
                        : hosts.find(host.org(), host.sandbox())
                                .flatMap(Host::revocationLeaf)
                                .orElseThrow());
    }

    private long nextVersion(UUID sandbox) {
        return ledger.find(sandbox).map(Standing::version).orElse(0L) + 1;
    }
}
