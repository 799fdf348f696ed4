package dev.sealwright.protocol.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.ceremony.StepAttempt.Outcome;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.TranscriptBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What a ceremony did: every attempt at every step, in order. No secret, and no path of the
 * machine.
 *
 * @param script SHA-256 of the script's text
 * @param tool the program that ran it, and its version
 * @param end when and how it ended; empty while it goes on
 */
public record CeremonyTranscript(
        Bytes script,
        Mode mode,
        String tool,
        Instant begun,
        List<StepAttempt> attempts,
        Optional<End> end) {
    private static final String FIRST = "sealwright ceremony transcript 1";
    private static final String REHEARSED = "sealwright/ceremony-rehearsed/v1";
    private static final int MAX_ATTEMPTS = 1024;

    /** Whether it was for real. */
    public enum Mode {
        HELD,
        /** On tokens and in folders that are thrown away. */
        REHEARSAL
    }

    /** How a ceremony ends. */
    public enum Ending {
        COMPLETED,
        /** Not every step was done. */
        ABANDONED
    }

    public record End(Instant time, Ending how) {}

    public CeremonyTranscript {
        attempts = List.copyOf(attempts);
        if (attempts.size() > MAX_ATTEMPTS || !tool.matches("[ -~]{1,100}")) {
            throw new MalformedException("a transcript with too many attempts, or of no program");
        }
    }

    public static CeremonyTranscript parse(Bytes text) {
        PlainLines lines = PlainLines.read(text, FIRST, "a ceremony's transcript");
        Bytes script = Choice.digest(lines.take("script"));
        Mode mode = Choice.of(Mode.class, lines.take("mode"));
        String tool = lines.take("tool");
        Instant begun = lines.time("begun");
        List<StepAttempt> attempts = new ArrayList<>();
        while (lines.at("step")) {
            attempts.add(StepAttempt.read(lines));
        }
        Optional<End> end = lines.at("end") ? Optional.of(end(lines)) : Optional.empty();
        lines.end();
        var transcript = new CeremonyTranscript(script, mode, tool, begun, attempts, end);
        if (!transcript.encode().equals(text)) {
            throw new MalformedException("a transcript in another form than the program writes");
        }
        return transcript;
    }

    private static End end(PlainLines lines) {
        List<String> words = lines.words("end", 2, 2);
        return new End(
                PlainLines.time(words.get(0), "a transcript"),
                Choice.of(Ending.class, words.get(1)));
    }

    public Bytes encode() {
        StringBuilder text = new StringBuilder(FIRST + "\n");
        text.append("script ").append(script.hex()).append('\n');
        text.append("mode ").append(Choice.text(mode)).append('\n');
        text.append("tool ").append(tool).append('\n');
        text.append("begun ").append(begun).append('\n');
        attempts.forEach(each -> each.write(text));
        end.ifPresent(
                each ->
                        text.append("end ")
                                .append(each.time())
                                .append(' ')
                                .append(Choice.text(each.how()))
                                .append('\n'));
        return Bytes.utf8(text.toString());
    }

    /** SHA-256 of its text. */
    public Bytes digest() {
        return Sha256.of(encode());
    }

    public CeremonyTranscript with(StepAttempt attempt) {
        List<StepAttempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new CeremonyTranscript(script, mode, tool, begun, all, end);
    }

    public CeremonyTranscript ended(Instant time, Ending how) {
        return new CeremonyTranscript(
                script, mode, tool, begun, attempts, Optional.of(new End(time, how)));
    }

    /** What operators sign when it is over; what they sign of a rehearsal counts for no other. */
    public Bytes message() {
        return switch (mode) {
            case HELD -> TranscriptBody.message(script, digest());
            case REHEARSAL -> Framed.domain(REHEARSED).add(script).add(digest()).bytes();
        };
    }

    /** The leaf that a ceremony which was held becomes. */
    public TranscriptBody leaf(List<Approval> approvals) {
        if (mode != Mode.HELD) {
            throw mismatch("a rehearsal does not enter the log");
        }
        return new TranscriptBody(script, digest(), approvals);
    }

    /** The step that comes next: the first of the script that is not done. */
    public Optional<ScriptStep> next(CeremonyScript by) {
        Iterator<StepAttempt> made = attempts.iterator();
        for (ScriptStep step : by.steps()) {
            if (!done(step, made)) {
                if (made.hasNext()) {
                    throw mismatch("a step that is not the script's next, " + step.name());
                }
                return Optional.of(step);
            }
        }
        if (made.hasNext()) {
            throw mismatch("a step after the script's last");
        }
        return Optional.empty();
    }

    /** Reads attempts up to the one that did it. */
    private boolean done(ScriptStep step, Iterator<StepAttempt> made) {
        while (made.hasNext()) {
            StepAttempt attempt = made.next();
            if (!attempt.step().equals(step.name())) {
                throw mismatch("a step that is not the script's next, " + step.name());
            }
            if (attempt.outcome() == Outcome.DONE) {
                return true;
            }
        }
        return false;
    }

    /**
     * That it follows the script: all steps in order, confirmed by whom it names, from the inputs
     * it names, and over.
     *
     * @throws VerificationException if not
     */
    public void requireFollows(CeremonyScript by) {
        if (!script.equals(by.digest())) {
            throw mismatch("a transcript of another script");
        }
        Optional<ScriptStep> next = next(by);
        End over = end.orElseThrow(() -> mismatch("a ceremony that is not over"));
        if ((over.how() == Ending.COMPLETED) != next.isEmpty()) {
            throw mismatch("a ceremony that did not end as it says");
        }
        Instant last = begun;
        for (StepAttempt attempt : attempts) {
            requireFollows(attempt, by);
            if (attempt.begun().isBefore(last)) {
                throw mismatch("a step before the one before it");
            }
            last = attempt.ended();
        }
        if (over.time().isBefore(last)) {
            throw mismatch("an end before the last step's");
        }
    }

    private void requireFollows(StepAttempt attempt, CeremonyScript by) {
        ScriptStep step =
                by.steps().stream()
                        .filter(each -> each.name().equals(attempt.step()))
                        .findFirst()
                        .orElseThrow();
        if (!attempt.confirmed().equals(step.by())) {
            throw mismatch("step " + step.name() + " was not confirmed by whom the script names");
        }
        List<String> used =
                step.places().stream().filter(name -> by.input(name).isPresent()).toList();
        if (!List.copyOf(attempt.inputs().keySet()).equals(used)) {
            throw mismatch("step " + step.name() + " had other inputs");
        }
        for (String name : used) {
            CeremonyScript.Input input = by.input(name).orElseThrow();
            boolean replaced =
                    mode == Mode.REHEARSAL && input.kind() != CeremonyScript.InputKind.FILE;
            Optional<Bytes> had = Optional.ofNullable(attempt.inputs().get(name));
            if (!replaced && had.filter(input.digest()::equals).isEmpty()) {
                throw mismatch("step " + step.name() + " had another " + name);
            }
        }
    }

    private static VerificationException mismatch(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
