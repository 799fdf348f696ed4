package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.Quarantine;
import dev.sealwright.controlplane.record.Standing;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who lost his rights. A revocation counts from its commit, by the host's row, and for ever after
 * by its leaf, so that editing the row gives nothing back.
 */
@Singleton
public final class DenyList {
    private final Storage storage;
    private final Ledger ledger;
    private final Quarantine quarantine;

    DenyList(Storage storage, Ledger ledger, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.storage = storage;
        this.ledger = ledger;
    }

    /** Whether the host is revoked or quarantined. */
    public boolean denies(Host host) {
        return host.revokedAt().isPresent()
                || host.quarantinedAt().isPresent()
                || revokedInLog(host.sandbox())
                || holds(host.sandbox());
    }

    /**
     * Whether the revocation of this host may be among leaves that an epoch lost, and nobody has
     * said since that it is not revoked.
     */
    public boolean holds(UUID sandbox) {
        Optional<Standing> said = ledger.find(sandbox);
        return quarantine.holds(sandbox)
                && said.filter(standing -> !quarantine.holds(standing.index())).isEmpty();
    }

    private boolean revokedInLog(UUID sandbox) {
        return ledger.find(sandbox)
                .filter(standing -> standing.kind() == RecordKind.REVOCATION && standing.isSet())
                .isPresent();
    }

    /** Whether a host that was certified for this key is revoked or quarantined. */
    public boolean deniesKey(Bytes spki) {
        List<UUID> holders = storage.look(connection -> HostTable.withKey(connection, spki));
        return holders.stream().anyMatch(this::denies);
    }

    /** The same by its id alone, also where its row is gone. */
    public boolean denies(UUID sandbox) {
        Optional<Host> host = storage.look(connection -> HostTable.find(connection, sandbox));
        return host.map(this::denies).orElseGet(() -> revokedInLog(sandbox) || holds(sandbox));
    }
}
