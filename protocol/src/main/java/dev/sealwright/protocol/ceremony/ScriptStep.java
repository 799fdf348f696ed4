package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step: a command of the ceremony program, or something that people do.
 *
 * @param by the operator who acts, and confirms it; always given where people act
 * @param on the token that the command is run on
 * @param run words of the command; empty where people act
 * @param act what people do; empty for a command
 */
public record ScriptStep(
        String name, Optional<String> by, Optional<String> on, List<String> run, String act) {
    /** The folder of what a ceremony makes. */
    public static final String WORK = "work";

    /** Stands for the public keys of all operators. */
    public static final String OPERATORS = "{operators}";

    private static final Pattern KEY = Pattern.compile("\\{key:([A-Za-z0-9._@-]{1,64})\\}");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9-]{0,31})\\}");
    private static final Pattern BRACE = Pattern.compile("[{}]");

    public ScriptStep {
        run = List.copyOf(run);
        if (run.isEmpty() == act.isEmpty() || (by.isEmpty() && run.isEmpty())) {
            throw new MalformedException(
                    "step " + name + " has one of 'run' and 'do', and who does it");
        }
    }

    static ScriptStep read(PlainLines lines) {
        String name = lines.name("step");
        Optional<String> by =
                lines.at("by") ? Optional.of(lines.words("by", 1, 1).getFirst()) : Optional.empty();
        Optional<String> on = lines.at("on") ? Optional.of(lines.name("on")) : Optional.empty();
        List<String> run = lines.at("run") ? PlainLines.words(lines.take("run")) : List.of();
        String act = run.isEmpty() && lines.at("do") ? lines.take("do") : "";
        return new ScriptStep(name, by, on, run, act);
    }

    /** The operator whose own key this word stands for. */
    public static Optional<String> keyOf(String word) {
        Matcher key = KEY.matcher(word);
        return key.matches() ? Optional.of(key.group(1)) : Optional.empty();
    }

    /** The names of inputs and places in its command, sorted. */
    public Set<String> places() {
        Set<String> names = new TreeSet<>();
        for (String word : run) {
            if (!word.equals(OPERATORS) && keyOf(word).isEmpty()) {
                Matcher place = PLACE.matcher(word);
                while (place.find()) {
                    names.add(place.group(1));
                }
                if (BRACE.matcher(place.replaceAll("")).find()) {
                    throw new MalformedException("step " + name + " with a brace that is no name");
                }
            }
        }
        return names;
    }
}
