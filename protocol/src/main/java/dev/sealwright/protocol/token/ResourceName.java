package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Locale;

/**
 * Names of what a tool acts on, such as {@code https://files.example/a/b} or {@code repo:web/src/}.
 * One that ends in a slash stands for everything below it, any other for itself alone. What could
 * be read in two ways is refused: empty, {@code .} and {@code ..} segments, backslashes, and
 * percent-encoded dots, slashes and backslashes.
 */
final class ResourceName {
    private static final String AUTHORITY = "://";
    private static final List<String> ENCODED = List.of("%2e", "%2f", "%5c", "%25");

    private ResourceName() {}

    static String require(String name) {
        Words.require(name, "a resource");
        int scheme = name.indexOf(AUTHORITY);
        int from = scheme > 0 ? scheme + AUTHORITY.length() : 0;
        for (int start = from; start <= name.length(); ) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            boolean edge = slash < 0 || (start == 0 && scheme < 0);
            if (end == start ? !edge : isDotted(name, start, end)) {
                throw new MalformedException("a resource with an empty or dotted segment");
            }
            start = end + 1;
        }
        if (from == name.length()
                || name.indexOf('\\') >= 0
                || (name.indexOf('%') >= 0 && hidesSegments(name))) {
            throw new MalformedException("a resource that can be read in two ways");
        }
        return name;
    }

    /** Whether a segment that is not empty is {@code .} or {@code ..}. */
    private static boolean isDotted(String name, int start, int end) {
        return end - start <= 2 && name.charAt(start) == '.' && name.charAt(end - 1) == '.';
    }

    private static boolean hidesSegments(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENCODED.stream().anyMatch(lower::contains);
    }

    /** Whether what the first stands for includes the second. */
    static boolean covers(String outer, String inner) {
        return outer.equals(inner) || (outer.endsWith("/") && inner.startsWith(outer));
    }

    /** Whether they have anything in common. */
    static boolean overlap(String one, String other) {
        return covers(one, other) || covers(other, one);
    }
}
