package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON of one shape: an object whose values are strings of printable ASCII without quote and
 * backslash, one to a line.
 */
final class FlatJson {
    private static final int MAX_SIZE = 64 * 1024;
    private static final Pattern VALUE = Pattern.compile("[ !#-\\[\\]-~]*");
    private static final Pattern LINE =
            Pattern.compile("  \"([a-z0-9_]+)\": \"([ !#-\\[\\]-~]*)\"(,?)");
    private static final Pattern MEMBER =
            Pattern.compile("\"([a-z0-9_]+)\": \"([ !#-\\[\\]-~]*)\"(?:, | )");

    private FlatJson() {}

    static String write(Map<String, String> object) {
        StringBuilder out = new StringBuilder("{\n");
        int left = object.size();
        for (Map.Entry<String, String> entry : object.entrySet()) {
            if (!VALUE.matcher(entry.getValue()).matches()) {
                throw new MalformedException("a value that is no plain text: " + entry.getKey());
            }
            out.append("  \"").append(entry.getKey()).append("\": \"").append(entry.getValue());
            left--;
            out.append(left > 0 ? "\",\n" : "\"\n");
        }
        return out.append("}\n").toString();
    }

    /** One line for a terminal or a pipe. */
    static String line(Map<String, String> object) {
        return write(object).replace("\n  ", " ").replace("\n}\n", " }").replace("{ ", "{");
    }

    /** Reads what {@link #line} writes; empty for anything else. */
    static Optional<Map<String, String>> readLine(String line) {
        if (!line.startsWith("{\"") || !line.endsWith(" }") || line.length() > MAX_SIZE) {
            return Optional.empty();
        }
        Map<String, String> object = new LinkedHashMap<>();
        Matcher member = MEMBER.matcher(line);
        int at = 1;
        while (member.find(at) && member.start() == at) {
            object.put(member.group(1), member.group(2));
            at = member.end();
        }
        return at == line.length() - 1 ? Optional.of(object) : Optional.empty();
    }

    /** Reads exactly what {@link #write} writes. */
    static Map<String, String> read(String text) {
        if (text.length() > MAX_SIZE || !text.startsWith("{\n") || !text.endsWith("\n}\n")) {
            throw new MalformedException("not a file of this ceremony");
        }
        Map<String, String> object = new LinkedHashMap<>();
        String[] lines = text.substring(2, text.length() - 3).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher line = LINE.matcher(lines[i]);
            boolean last = i == lines.length - 1;
            if (!line.matches()
                    || line.group(3).isEmpty() != last
                    || object.put(line.group(1), line.group(2)) != null) {
                throw new MalformedException("not a file of this ceremony");
            }
        }
        return object;
    }
}
