package dev.sealwright.controlplane.keyversion;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.leaf.KeyBody;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What requests about versions of keys say in paths and queries. */
public final class VersionQuery {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
    private static final long USUAL = 604_800;

    private VersionQuery() {}

    /** The number of a version in a path; of what is no number there is none. */
    public static long number(String version) {
        if (!NUMBER.matcher(version).matches()) {
            throw ProblemException.notFound();
        }
        return Long.parseLong(version);
    }

    /** The last version that a list has shown. */
    public static long after(Optional<String> cursor) {
        return cursor.map(VersionQuery::last).orElse(0L);
    }

    private static long last(String cursor) {
        if (!NUMBER.matcher(cursor).matches()) {
            throw ProblemException.invalid("cursor", "not a cursor of this list");
        }
        return Long.parseLong(cursor);
    }

    /** How long a destruction waits; a week by default. */
    public static Duration wait(Optional<Long> seconds) {
        Duration wait = Duration.ofSeconds(seconds.orElse(USUAL));
        if (wait.compareTo(KeyBody.Destruction.SHORTEST) < 0
                || wait.compareTo(KeyBody.Destruction.LONGEST) > 0) {
            throw ProblemException.invalid(
                    "destroy_after_seconds", "a day to 90 days, 86400 to 7776000");
        }
        return wait;
    }
}
