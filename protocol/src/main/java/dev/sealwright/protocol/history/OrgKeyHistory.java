package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about the keys under which orgs have their secrets sealed, and about the service's key
 * {@code mac}, which is that of no org. Takes every leaf of a log in order and passes over those
 * about other things. For one thread.
 */
public final class OrgKeyHistory {
    private final Map<Bytes, Long> latest = new HashMap<>();
    private final Map<Version, Ending> endings = new HashMap<>();

    private record Version(Bytes org, long number) {}

    /** How a version is to end, if it is. */
    private record Ending(Optional<Instant> due, boolean destroyed) {
        private static final Ending NONE = new Ending(Optional.empty(), false);
    }

    /** What is wrong with the next leaf, or empty. */
    public Optional<String> add(Leaf leaf) {
        return leaf.body() instanceof OrgKeyBody body ? check(leaf, body) : Optional.empty();
    }

    private Optional<String> check(Leaf leaf, OrgKeyBody body) {
        long newest = latest.getOrDefault(leaf.org(), 1L);
        if (body instanceof OrgKeyBody.Version next) {
            latest.put(leaf.org(), Math.max(newest, next.version()));
            return next.version() == newest + 1
                    ? Optional.empty()
                    : Optional.of("a version that does not follow its org's key");
        }
        if (body.version() >= newest) {
            return Optional.of("a leaf about the version of an org's key that seals");
        }
        Version version = new Version(leaf.org(), body.version());
        Ending ending = endings.getOrDefault(version, Ending.NONE);
        if (ending.destroyed()) {
            return Optional.of("a leaf about a version of an org's key that was destroyed");
        }
        return switch (body) {
            case OrgKeyBody.Destruction end -> {
                Instant due = ending.due().orElse(end.due());
                endings.put(version, new Ending(Optional.of(due), false));
                yield Optional.empty();
            }
            case OrgKeyBody.Restoration _ -> {
                endings.put(version, Ending.NONE);
                yield Optional.empty();
            }
            case OrgKeyBody.Destroyed _ -> {
                endings.put(version, new Ending(ending.due(), true));
                yield ending.due().filter(due -> !due.isAfter(leaf.time())).isPresent()
                        ? Optional.empty()
                        : Optional.of("an org's key that was destroyed before its time");
            }
            case OrgKeyBody.Switch _, OrgKeyBody.Version _ -> Optional.empty();
        };
    }
}
