package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a step.
 *
 * @param confirmed by whom
 * @param serials of tokens that the command opened
 * @param inputs digest by name
 * @param said what the command told, an event and its text each
 * @param outputs digest by path, beginning with the name of a place; empty for what only its owner
 *     may read
 */
public record StepAttempt(
        String step,
        Instant begun,
        Optional<String> confirmed,
        Map<String, Bytes> inputs,
        List<String> serials,
        List<String> said,
        Map<String, Optional<Bytes>> outputs,
        Instant ended,
        Outcome outcome) {
    private static final String PRIVATE = "private";

    /** How it ended. */
    public enum Outcome {
        DONE,
        FAILED,
        /** The program ended before the step did. */
        INTERRUPTED
    }

    public StepAttempt {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        serials = List.copyOf(serials);
        said = List.copyOf(said);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        if (ended.isBefore(begun)) {
            throw new MalformedException("a step that ended before it began");
        }
    }

    static StepAttempt read(PlainLines lines) {
        String step = lines.name("step");
        Instant begun = lines.time("begun");
        Optional<String> confirmed =
                lines.at("confirmed")
                        ? Optional.of(lines.words("confirmed", 1, 1).getFirst())
                        : Optional.empty();
        Map<String, Bytes> inputs = new LinkedHashMap<>();
        while (lines.at("in")) {
            List<String> words = lines.words("in", 2, 2);
            once(inputs.put(PlainLines.requireName(words.get(0)), Choice.digest(words.get(1))));
        }
        List<String> serials = texts(lines, "token");
        List<String> said = texts(lines, "said");
        Map<String, Optional<Bytes>> outputs = new LinkedHashMap<>();
        while (lines.at("out")) {
            List<String> words = lines.words("out", 2, 2);
            once(outputs.put(words.get(0), output(words.get(1))));
        }
        List<String> end = lines.words("ended", 2, 2);
        return new StepAttempt(
                step,
                begun,
                confirmed,
                inputs,
                serials,
                said,
                outputs,
                PlainLines.time(end.get(0), "a step"),
                Choice.of(Outcome.class, end.get(1)));
    }

    private static Optional<Bytes> output(String word) {
        return word.equals(PRIVATE) ? Optional.empty() : Optional.of(Choice.digest(word));
    }

    private static void once(@Nullable Object before) {
        if (before != null) {
            throw new MalformedException("a step that names something twice");
        }
    }

    private static List<String> texts(PlainLines lines, String key) {
        List<String> all = new ArrayList<>();
        while (lines.at(key)) {
            all.add(lines.take(key));
        }
        return all;
    }

    /** Its lines in a transcript. */
    void write(StringBuilder text) {
        text.append("step ").append(step).append("\n  begun ").append(begun).append('\n');
        confirmed.ifPresent(name -> text.append("  confirmed ").append(name).append('\n'));
        inputs.forEach((name, digest) -> line(text, "in", name + " " + digest.hex()));
        serials.forEach(serial -> line(text, "token", serial));
        said.forEach(line -> line(text, "said", line));
        outputs.forEach(
                (path, digest) ->
                        line(text, "out", path + " " + digest.map(Bytes::hex).orElse(PRIVATE)));
        line(text, "ended", ended + " " + Choice.text(outcome));
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("  ").append(key).append(' ').append(value).append('\n');
    }
}
