package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text of lines, each a key word and what it says: printable ASCII, LF, indented at will. Blank
 * lines and those that begin with {@code #} say nothing. Read from the top, each line once.
 */
final class PlainLines {
    static final int MAX_SIZE = 256 * 1024;

    private static final int MAX_LINE = 2000;
    private static final int MAX_LINES = 8192;
    private static final Pattern LINE = Pattern.compile("[ !#-\\[\\]-~]*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final String what;
    private final List<String> lines;
    private int next;

    private PlainLines(String what, List<String> lines) {
        this.what = what;
        this.lines = lines;
    }

    /**
     * @param first the line that the text begins with
     */
    static PlainLines read(Bytes text, String first, String what) {
        String all = new String(text.toArray(), StandardCharsets.ISO_8859_1);
        if (text.size() > MAX_SIZE || !all.startsWith(first + "\n") || !all.endsWith("\n")) {
            throw new MalformedException(
                    "not " + what + ": it begins with '" + first + "' and ends with a line end");
        }
        String[] raw = all.substring(0, all.length() - 1).split("\n", -1);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < raw.length; i++) {
            if (raw[i].length() > MAX_LINE || !LINE.matcher(raw[i]).matches()) {
                throw new MalformedException(
                        what
                                + ", line "
                                + (i + 1)
                                + ": too long, or something else than printable ASCII without quotes and backslashes");
            }
            String line = raw[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(line);
            }
        }
        if (lines.size() > MAX_LINES) {
            throw new MalformedException(what + " of more than " + MAX_LINES + " lines");
        }
        return new PlainLines(what, lines);
    }

    boolean atEnd() {
        return next == lines.size();
    }

    /** Whether the next line has this key word. */
    boolean at(String key) {
        return !atEnd() && (lines.get(next).equals(key) || lines.get(next).startsWith(key + " "));
    }

    /** What the next line says after its key word. */
    String take(String key) {
        if (!at(key)) {
            throw new MalformedException(
                    what + ": '" + key + "' is missing " + (atEnd() ? "at the end" : before()));
        }
        String line = lines.get(next++);
        return line.length() > key.length() ? line.substring(key.length() + 1) : "";
    }

    private String before() {
        String line = lines.get(next);
        return "before '" + line.substring(0, Math.min(40, line.length())) + "'";
    }

    /** As many words as {@code least} to {@code most}. */
    List<String> words(String key, int least, int most) {
        List<String> words = words(take(key));
        if (words.size() < least || words.size() > most) {
            throw new MalformedException(what + ": '" + key + "' says too little or too much");
        }
        return words;
    }

    static List<String> words(String text) {
        List<String> words = List.of(text.split(" ", -1));
        if (words.contains("")) {
            throw new MalformedException("a line with no word, or with two spaces in a row");
        }
        return words;
    }

    /** One word that names something. */
    String name(String key) {
        return requireName(words(key, 1, 1).getFirst());
    }

    static String requireName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new MalformedException("'" + text + "' is no name of 1 to 32 of a-z 0-9 -");
        }
        return text;
    }

    Instant time(String key) {
        return time(take(key), what);
    }

    /** In whole seconds of UTC, as {@link Instant#toString} has them. */
    static Instant time(String text, String what) {
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text) && time.get(ChronoField.NANO_OF_SECOND) == 0) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new MalformedException(what + " with a time that is none", e);
        }
        throw new MalformedException(what + " with a time that is not in whole seconds of UTC");
    }

    void end() {
        if (!atEnd()) {
            throw new MalformedException(what + " has something more " + before());
        }
    }
}
