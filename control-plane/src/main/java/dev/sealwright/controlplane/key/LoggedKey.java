package dev.sealwright.controlplane.key;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log says of a client key.
 *
 * @param versions from the first on, the last of which signs
 * @param destruction how it is to end, if it is
 */
record LoggedKey(
        Bytes org,
        Bytes id,
        List<Version> versions,
        boolean enabled,
        Optional<Destruction> destruction,
        boolean destroyed) {
    LoggedKey {
        versions = List.copyOf(versions);
    }

    /** A version by its leaf. */
    record Version(long number, SigningKey key, long index, Instant time) {}

    /**
     * A destruction that is in force.
     *
     * @param index of its leaf
     */
    record Destruction(Instant due, long index) {}

    static LoggedKey begun(long index, Leaf leaf, KeyBody.Version first) {
        return new LoggedKey(
                leaf.org(),
                first.key(),
                List.of(version(index, leaf, first)),
                true,
                Optional.empty(),
                false);
    }

    private static Version version(long index, Leaf leaf, KeyBody.Version body) {
        return new Version(
                body.version(), new SigningKey(body.algorithm(), body.spki()), index, leaf.time());
    }

    Version latest() {
        return versions.getLast();
    }

    Optional<Version> version(long number) {
        return versions.stream().filter(each -> each.number() == number).findFirst();
    }

    SigningAlgorithm algorithm() {
        return latest().key().algorithm();
    }

    /** As the key service takes the leaf: what does not follow changes nothing. */
    LoggedKey after(long index, Leaf leaf, KeyBody body) {
        if (destroyed) {
            return this;
        }
        return switch (body) {
            case KeyBody.Version next ->
                    next.version() == latest().number() + 1
                                    && next.algorithm() == algorithm()
                                    && destruction.isEmpty()
                            ? with(version(index, leaf, next))
                            : this;
            case KeyBody.Switch change -> with(change.enabled(), destruction, false);
            case KeyBody.Destruction end ->
                    destruction.isPresent()
                            ? this
                            : with(enabled, Optional.of(new Destruction(end.due(), index)), false);
            case KeyBody.Restoration _ -> with(enabled, Optional.empty(), false);
            case KeyBody.Destroyed _ -> with(enabled, destruction, true);
            case KeyBody.Sign _ -> this;
        };
    }

    private LoggedKey with(Version next) {
        List<Version> all = new ArrayList<>(versions);
        all.add(next);
        return new LoggedKey(org, id, all, enabled, destruction, destroyed);
    }

    private LoggedKey with(boolean on, Optional<Destruction> end, boolean gone) {
        return new LoggedKey(org, id, versions, on, end, gone);
    }
}
