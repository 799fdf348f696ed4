package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/**
 * A version of a resource that counts.
 *
 * @param row stays the same for all versions
 * @param index of its leaf in the log
 * @param digest that the leaf holds
 * @param time of the leaf
 */
public record Versioned<T>(
        UUID row,
        long version,
        Bytes org,
        String name,
        T value,
        long index,
        Bytes digest,
        Instant time) {
    private static final int ETAG_BYTES = 16;

    /** The strong entity tag: different for any two versions, of whatever row. */
    public String etag() {
        return etag(digest);
    }

    static String etag(Bytes digest) {
        return '"' + digest.slice(0, ETAG_BYTES).hex() + '"';
    }

    public <R> Versioned<R> with(Function<T, R> change) {
        return new Versioned<>(row, version, org, name, change.apply(value), index, digest, time);
    }
}
