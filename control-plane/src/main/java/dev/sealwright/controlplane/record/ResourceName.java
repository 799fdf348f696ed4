package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.problem.ProblemException;
import java.util.regex.Pattern;

/**
 * The name an owner gives a resource: 1 to 63 lower-case letters, digits and {@code . _ @ -}, no
 * sign at the ends.
 */
public final class ResourceName {
    public static final String PATTERN = "[a-z0-9](?:[a-z0-9._@-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile(PATTERN);

    private ResourceName() {}

    /** {@code name} itself; a 422 that points at {@code pointer} if it has another form. */
    public static String require(String name, String pointer) {
        if (!FORM.matcher(name).matches()) {
            throw ProblemException.invalid(
                    pointer,
                    "a name has 1 to 63 lower-case letters, digits and . _ @ - with none of the signs at its ends");
        }
        return name;
    }
}
