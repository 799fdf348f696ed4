package dev.sealwright.controlplane.problem;

import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.serde.exceptions.path.CollectionItemReferencePath;
import io.micronaut.serde.exceptions.path.MapItemReferencePath;
import io.micronaut.serde.exceptions.path.PropertyReferencePath;
import io.micronaut.serde.exceptions.path.ReferencePath;
import jakarta.validation.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** RFC 6901 pointers made from the ways our libraries name a place in a document. */
final class JsonPointer {
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private JsonPointer() {}

    /** The path of a value that did not decode; the library names its innermost step first. */
    static String of(SerdeException malformed) {
        StringBuilder pointer = new StringBuilder();
        for (ReferencePath step : malformed.getPath().reversed()) {
            pointer.append('/').append(escaped(name(step)));
        }
        return pointer.toString();
    }

    /** The path of a violated constraint, without its first two nodes: method and parameter. */
    static String of(Path violated) {
        StringBuilder pointer = new StringBuilder();
        int depth = 0;
        for (Path.Node node : violated) {
            if (depth++ < 2) {
                continue;
            }
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(escaped(node.getKey().toString()));
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                pointer.append('/').append(snakeCase(node.getName()));
            }
        }
        return pointer.toString();
    }

    static String snakeCase(String javaName) {
        return HUMP.matcher(javaName).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }

    private static String name(ReferencePath step) {
        return switch (step) {
            case PropertyReferencePath property -> snakeCase(property.property().getName());
            case CollectionItemReferencePath item -> Integer.toString(item.index());
            case MapItemReferencePath entry -> entry.key();
            default -> step.getArgument().getName();
        };
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
