package dev.sealwright.controlplane.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists of a document, as its constructor takes them. */
public final class Members {
    private Members() {}

    /**
     * The list as it was given, empty if it was not. A null inside it stays: the document is made
     * before it is validated, and only validation can say where the null stands.
     */
    public static <T> List<T> orNone(@Nullable List<T> given) {
        return given == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(given));
    }
}
