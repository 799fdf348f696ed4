package dev.sealwright.controlplane.record;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor to be sent back as {@code cursor}; null at the end
 */
@Serdeable
public record ListAnswer<A>(List<A> items, @Nullable String nextCursor) {
    public ListAnswer {
        items = List.copyOf(items);
    }
}
