package dev.sealwright.keyservice.ceremony;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is, as who runs a script says it: {@code module=/usr/lib/…,pin-file=…}. Names in
 * upper case are variables of the environment.
 *
 * @param options of the command that uses it, without their hyphens
 */
record Settings(Map<String, String> options, Map<String, String> environment) {
    private static final Pattern PART = Pattern.compile("([a-z][a-z-]*|[A-Z][A-Z0-9_]*)=([ -~]+)");

    Settings {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        environment = Map.copyOf(environment);
    }

    static Settings parse(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        for (String each : text.split(",", -1)) {
            Matcher part = PART.matcher(each);
            if (!part.matches()) {
                throw new UsageException("'" + each + "' is not NAME=VALUE");
            }
            boolean upper = Character.isUpperCase(part.group(1).charAt(0));
            (upper ? environment : options).put(part.group(1), part.group(2));
        }
        return new Settings(options, environment);
    }

    /** The options as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        options.forEach(
                (name, value) -> {
                    words.add("--" + name);
                    words.add(value);
                });
        return words;
    }
}
