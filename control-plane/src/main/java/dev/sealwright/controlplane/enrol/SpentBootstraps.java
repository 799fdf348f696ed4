package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which bootstraps the signed log says were redeemed, so that a burn which was undone in the
 * database gives nothing back. Remembered while one could still be in its time.
 */
@Singleton
final class SpentBootstraps implements LeafFollower {
    private static final Duration REMEMBERED = LeafBody.Bootstrap.MAX_LENGTH.multipliedBy(2);

    private final Map<Bytes, Instant> spent = new LinkedHashMap<>();

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof LeafBody.Enrolment;
    }

    @Override
    public synchronized void take(long index, Leaf leaf) {
        if (leaf.body() instanceof LeafBody.Enrolment enrolment) {
            Instant over = leaf.time().minus(REMEMBERED);
            var oldest = spent.values().iterator();
            while (oldest.hasNext() && oldest.next().isBefore(over)) {
                oldest.remove();
            }
            spent.putIfAbsent(enrolment.bootstrap(), leaf.time());
        }
    }

    synchronized boolean contain(BootstrapId id) {
        return spent.containsKey(id.value());
    }
}
