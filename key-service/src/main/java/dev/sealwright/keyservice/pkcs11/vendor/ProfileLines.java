package dev.sealwright.keyservice.pkcs11.vendor;

import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The lines of a profile by their first word, taken out one after another until none is left. */
final class ProfileLines {
    private static final int MAX_LINES = 256;
    private static final Pattern LINE =
            Pattern.compile("([a-z-]{1,20}) ([!-~](?:[ -~]{0,198}[!-~])?)");
    private static final Pattern MOST = Pattern.compile("[1-9][0-9]{0,6}");

    private final Map<String, List<String>> values;

    private ProfileLines(Map<String, List<String>> values) {
        this.values = values;
    }

    static ProfileLines read(byte[] text, String first, int maxBytes) {
        if (text.length > maxBytes) {
            throw new MalformedException("a profile has at most " + maxBytes + " bytes");
        }
        List<String> lines =
                new String(text, StandardCharsets.ISO_8859_1).lines().limit(MAX_LINES + 1).toList();
        if (lines.size() > MAX_LINES) {
            throw new MalformedException("a profile has at most " + MAX_LINES + " lines");
        }
        if (lines.isEmpty() || !lines.getFirst().equals(first)) {
            throw new MalformedException("a profile begins with '" + first + "'");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isEmpty() && !line.startsWith("#")) {
                var parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new MalformedException(
                            "line "
                                    + (i + 1)
                                    + " of the profile is not a word and what it says, in ASCII");
                }
                values.computeIfAbsent(parts.group(1), key -> new ArrayList<>())
                        .add(parts.group(2));
            }
        }
        return new ProfileLines(values);
    }

    List<String> all(String key) {
        List<String> given = values.remove(key);
        return given == null ? List.of() : List.copyOf(given);
    }

    String one(String key) {
        List<String> given = all(key);
        if (given.size() != 1) {
            throw new MalformedException("a profile says '" + key + "' once");
        }
        return given.getFirst();
    }

    /** What may be left out. */
    Optional<String> optional(String key) {
        return values.containsKey(key) ? Optional.of(one(key)) : Optional.empty();
    }

    /** Which of two it is. */
    boolean choice(String key, String yes, String no) {
        String given = one(key);
        if (!given.equals(yes) && !given.equals(no)) {
            throw new MalformedException("'" + key + "' is " + yes + " or " + no);
        }
        return given.equals(yes);
    }

    /** A bound that may be left out. */
    OptionalInt most(String key, int least) {
        Optional<String> said = optional(key);
        if (said.isEmpty()) {
            return OptionalInt.empty();
        }
        String given = said.get();
        if (!MOST.matcher(given).matches() || Integer.parseInt(given) < least) {
            throw new MalformedException("'" + key + "' is a number from " + least);
        }
        return OptionalInt.of(Integer.parseInt(given));
    }

    /** Nothing may be left over: a word mistyped must not silently say nothing. */
    void end() {
        if (!values.isEmpty()) {
            throw new MalformedException(
                    "a profile says nothing of '" + values.keySet().iterator().next() + "'");
        }
    }
}
