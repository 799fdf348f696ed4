package dev.sealwright.keyservice.ceremony;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line: what a command is about, then {@code --name value} pairs and {@code --flag}s.
 * Everything given must be known, and asked for.
 */
final class Arguments {
    private static final Set<String> FLAGS =
            Set.of("--json", "--prove", "--rehearse", "--abandon", "--passkey", "--post-quantum");

    private final Deque<String> operands = new ArrayDeque<>();
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    Arguments(List<String> words) {
        int first = 0;
        while (first < words.size() && !words.get(first).startsWith("--")) {
            operands.add(words.get(first++));
        }
        for (int i = first; i < words.size(); i++) {
            String name = words.get(i);
            if (!name.startsWith("--")) {
                throw new UsageException("'" + name + "' is no option");
            }
            List<String> given = values.computeIfAbsent(name, key -> new ArrayList<>());
            if (FLAGS.contains(name)) {
                given.add("");
            } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
                given.add(words.get(++i));
            } else {
                throw new UsageException(name + " needs a value");
            }
        }
    }

    /** A file that stands before the options. */
    Path operand(String name) {
        String given = operands.poll();
        if (given == null) {
            throw new UsageException(name + " is missing");
        }
        return pathOf(name, given);
    }

    /** Whether it was given; it has still to be asked for. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean flag(String name) {
        return values.remove(name) != null;
    }

    String text(String name) {
        List<String> given = all(name);
        if (given.size() != 1) {
            throw new UsageException(name + " is given once");
        }
        return given.getFirst();
    }

    /** One or more values. */
    List<String> all(String name) {
        List<String> given = values.remove(name);
        if (given == null) {
            throw new UsageException(name + " is missing");
        }
        return List.copyOf(given);
    }

    /** Any number of values, also none. */
    List<String> any(String name) {
        return values.containsKey(name) ? all(name) : List.of();
    }

    /** A value that may be left out. */
    Optional<String> optional(String name) {
        return values.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    Path path(String name) {
        return pathOf(name, text(name));
    }

    private static Path pathOf(String name, String given) {
        try {
            return Path.of(given);
        } catch (InvalidPathException e) {
            throw new UsageException(name + " is no path");
        }
    }

    int number(String name, int otherwise, int least, int most) {
        if (!values.containsKey(name)) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " is no number");
        }
        throw new UsageException(name + " lies between " + least + " and " + most);
    }

    /** Nothing may be left over: a mistyped option must not silently mean its default. */
    void end() {
        if (!operands.isEmpty()) {
            throw new UsageException("'" + operands.peek() + "' is no option");
        }
        if (!values.isEmpty()) {
            throw new UsageException("unknown option " + values.keySet().iterator().next());
        }
    }
}
