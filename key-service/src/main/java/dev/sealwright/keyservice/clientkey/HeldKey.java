package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key pair on the token. What every signature needs to know of it is found out once. Safe for
 * concurrent use.
 */
final class HeldKey {
    private final KeyHandle handle;
    private final Bytes spki;
    private final Bytes spkiDigest;
    private final Instant found;
    private final boolean claimed;

    /** The one that it was made for, as soon as it was asked for by it. */
    private volatile Optional<KeyOrder> order = Optional.empty();

    private volatile Optional<PublicKey> publicKey = Optional.empty();

    private HeldKey(KeyHandle handle, Bytes spki, Bytes digest, Instant found, boolean claimed) {
        this.handle = handle;
        this.spki = spki;
        this.spkiDigest = digest;
        this.found = found;
        this.claimed = claimed;
    }

    static HeldKey unclaimed(KeyHandle handle, Bytes spki, Instant found) {
        return new HeldKey(handle, spki, Sha256.of(spki), found, false);
    }

    HeldKey claim() {
        return new HeldKey(handle, spki, spkiDigest, found, true);
    }

    /** Whether it was made by this order. */
    boolean isOf(KeyOrder asked) {
        if (order.filter(asked::equals).isPresent()) {
            return true;
        }
        KeySpec spec = KeyName.spec(asked);
        boolean same = handle.id().equals(spec.id()) && handle.algorithm() == spec.algorithm();
        if (same) {
            order = Optional.of(asked);
        }
        return same;
    }

    KeyHandle handle() {
        return handle;
    }

    Bytes spki() {
        return spki;
    }

    /** SHA-256 of the SubjectPublicKeyInfo, as the log names it. */
    Bytes spkiDigest() {
        return spkiDigest;
    }

    Instant found() {
        return found;
    }

    /** Whether a leaf names it, or asked to. */
    boolean claimed() {
        return claimed;
    }

    /** The public half of a key whose {@link #isOf order} is known. */
    PublicKey publicKey() {
        Optional<PublicKey> known = publicKey;
        if (known.isEmpty()) {
            known = order.map(KeyOrder::algorithm).map(algorithm -> algorithm.parse(spki));
            publicKey = known;
        }
        return known.orElseThrow();
    }
}
