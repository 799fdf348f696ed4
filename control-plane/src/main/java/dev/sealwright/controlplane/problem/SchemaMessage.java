package dev.sealwright.controlplane.problem;

import io.micronaut.serde.exceptions.SerdeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to tell the caller about JSON that breaks the schema: the place, never the value or a Java
 * type.
 */
final class SchemaMessage {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown property \\[([^\\]]{1,64})\\]");
    private static final Pattern MISSING =
            Pattern.compile(
                    "(?:Null argument specified for|Required property|Required constructor parameter)"
                            + " \\[(?:[^\\]]* )?([A-Za-z0-9_]{1,64})\\]");

    private SchemaMessage() {}

    static String of(SerdeException schema) {
        String said = schema.getMessage() == null ? "" : schema.getMessage();
        Matcher unknown = UNKNOWN.matcher(said);
        if (unknown.find()) {
            return "unknown field " + unknown.group(1);
        }
        Matcher missing = MISSING.matcher(said);
        if (missing.find()) {
            return "missing field " + JsonPointer.snakeCase(missing.group(1));
        }
        return "not of the expected type";
    }
}
