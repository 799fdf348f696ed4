package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of organisations' keys that seal now, and since when. */
@Singleton
public final class SealingKeys {
    private final LoggedOrgKeys keys;
    private final KeyUse use;
    private final Cryptoperiods periods;

    SealingKeys(LoggedOrgKeys keys, KeyUse use, Cryptoperiods periods) {
        this.keys = keys;
        this.use = use;
        this.periods = periods;
    }

    /** Since when the organisation's key seals; absent while it has none. */
    public Optional<Instant> activated(Bytes org) {
        return activated(keys.find(org), use.firstSealed(org));
    }

    private static Optional<Instant> activated(LoggedOrgKey key, Optional<Instant> firstSealed) {
        return key.versions()
                .getLast()
                .origin()
                .map(LoggedOrgKey.Origin::time)
                .or(() -> firstSealed);
    }

    /** The same of every organisation's. */
    public List<Instant> activated() {
        return use.firstSealed().entrySet().stream()
                .flatMap(
                        each ->
                                activated(keys.find(each.getKey()), Optional.of(each.getValue()))
                                        .stream())
                .toList();
    }

    /** Refuses to seal under a key that is too old, where that is configured. */
    public void requirePeriod(Bytes org) {
        activated(org).ifPresent(since -> periods.require(KeyPurpose.ENCRYPTION, since));
    }

    /** What its owner should know of the version that seals. */
    Optional<String> warning(Bytes org) {
        return activated(org).flatMap(since -> periods.warning(KeyPurpose.ENCRYPTION, since));
    }
}
