package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.problem.ProblemException;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor to be sent back as {@code cursor}; null at the end
 */
@Serdeable
public record ListAnswer<A>(List<A> items, @Nullable String nextCursor) {
    public static final int MAX = 500;

    public ListAnswer {
        items = List.copyOf(items);
    }

    /** How many items a caller wants; a 422 if that is none or too many. */
    public static int size(Optional<Integer> limit) {
        int size = limit.orElse(MAX);
        if (size < 1 || size > MAX) {
            throw ProblemException.invalid("limit", "limit is 1 to " + MAX);
        }
        return size;
    }

    /** The row that a cursor names; a 422 if it names none. */
    public static UUID row(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", "not a cursor of this list");
        }
    }

    /**
     * The first {@code size} of what was found, which is one more than that where there is more.
     *
     * @param cursor of an item, from which the next part goes on
     */
    public static <F, A> ListAnswer<A> of(
            List<F> found, int size, Function<F, A> shown, Function<F, String> cursor) {
        List<F> part = found.size() > size ? found.subList(0, size) : found;
        return new ListAnswer<>(
                part.stream().map(shown).toList(),
                found.size() > size ? cursor.apply(part.getLast()) : null);
    }
}
