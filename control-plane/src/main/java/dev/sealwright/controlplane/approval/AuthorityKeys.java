package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.AuthorityHistory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Which organisations have authority keys, according to the newest signed checkpoint and to nothing
 * else.
 */
@Singleton
public final class AuthorityKeys {
    private final Ledger ledger;
    private final KnownKeys known;

    AuthorityKeys(Ledger ledger, KnownKeys known) {
        this.ledger = ledger;
        this.known = known;
    }

    /** Whether leaves of the organisation need an approval. */
    public boolean guard(Bytes org) {
        return !of(org).isEmpty();
    }

    /** Tags of the organisations that have such a key. */
    public List<Bytes> orgs() {
        return upToDate().orgs();
    }

    List<AuthorityHistory.Key> of(Bytes org) {
        return upToDate().of(org);
    }

    /**
     * @param id SHA-256 of the key's SubjectPublicKeyInfo
     */
    Optional<AuthorityHistory.Key> find(Bytes org, Bytes id) {
        return of(org).stream().filter(key -> Sha256.of(key.leaf().spki()).equals(id)).findFirst();
    }

    Optional<AuthorityHistory.Key> ofRow(Bytes org, Bytes row) {
        return of(org).stream().filter(key -> key.leaf().row().equals(row)).findFirst();
    }

    /** The last version of a row; 0 if there was none. */
    long version(Bytes org, Bytes row) {
        return upToDate().version(org, row);
    }

    /** Whoever asks the ledger has it follow the log first. */
    private KnownKeys upToDate() {
        ledger.follow();
        return known;
    }
}
