package dev.sealwright.controlplane.keyversion;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.ListAnswer;
import dev.sealwright.protocol.leaf.KeyBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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

    /**
     * A part of a list of versions.
     *
     * @param versions from the first on
     */
    public static <V, A> ListAnswer<A> page(
            List<V> versions,
            ToLongFunction<V> number,
            Optional<Integer> limit,
            Optional<String> cursor,
            Function<V, A> shown) {
        int size = ListAnswer.size(limit);
        long after = after(cursor);
        List<V> rest =
                versions.stream()
                        .filter(version -> number.applyAsLong(version) > after)
                        .limit(size + 1L)
                        .toList();
        return ListAnswer.of(
                rest, size, shown, version -> Long.toString(number.applyAsLong(version)));
    }

    /** The last version that a list has shown. */
    private static long after(Optional<String> cursor) {
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
