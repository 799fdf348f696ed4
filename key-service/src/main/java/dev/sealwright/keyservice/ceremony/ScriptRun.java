package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyScript.Input;
import dev.sealwright.protocol.ceremony.CeremonyScript.InputKind;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.ScriptStep;
import dev.sealwright.protocol.ceremony.StepAttempt;
import dev.sealwright.protocol.ceremony.StepAttempt.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a script from where its transcript stands to its end, and writes down what happened after
 * each step. Rehearsals differ in what the script's names stand for, and in nothing else.
 */
final class ScriptRun {
    private static final StepProcess.Result NOTHING =
            new StepProcess.Result(CeremonyMain.DONE, List.of(), List.of());

    private final CeremonyScript script;
    private final Mode mode;
    private final Bindings bindings;
    private final RunFolder folder;
    private final People people;
    private final Progress progress;
    private final InstantSource clock;
    private CeremonyTranscript transcript;

    ScriptRun(
            CeremonyScript script,
            CeremonyTranscript transcript,
            Bindings bindings,
            RunFolder folder,
            People people,
            Progress progress,
            InstantSource clock) {
        this.script = script;
        this.mode = transcript.mode();
        this.bindings = bindings;
        this.folder = folder;
        this.people = people;
        this.progress = progress;
        this.clock = clock;
        this.transcript = transcript;
    }

    /**
     * @throws CeremonyRefusedException when a step fails or is not confirmed; what was done before
     *     stays written down, and another run goes on there
     */
    CeremonyTranscript run() {
        requireInputs();
        noteInterruption();
        for (Optional<ScriptStep> next = transcript.next(script);
                next.isPresent();
                next = transcript.next(script)) {
            attempt(next.get());
        }
        return end(Ending.COMPLETED);
    }

    /** Ends it where it stands. */
    CeremonyTranscript abandon() {
        noteInterruption();
        return end(transcript.next(script).isEmpty() ? Ending.COMPLETED : Ending.ABANDONED);
    }

    private CeremonyTranscript end(Ending how) {
        transcript = transcript.ended(now(), how);
        transcript.requireFollows(script);
        folder.write(transcript);
        return transcript;
    }

    private void requireInputs() {
        for (Input input : script.inputs()) {
            digest(input);
        }
        progress.step("inputs", script.inputs().size() + " inputs are what the script says");
    }

    /**
     * Throws unless it is what was agreed on; what a rehearsal puts in its place may be anything.
     */
    private Bytes digest(Input input) {
        Bytes digest = FolderDigest.of(path(input.name()));
        boolean replaced = mode == Mode.REHEARSAL && input.kind() != InputKind.FILE;
        if (!replaced && !digest.equals(input.digest())) {
            throw new CeremonyRefusedException(
                    "Input "
                            + input.name()
                            + " is not what the operators signed for: its SHA-256 is "
                            + digest.hex()
                            + ". Give the one they mean, or have another script signed.");
        }
        return digest;
    }

    private Path path(String name) {
        return Optional.ofNullable(bindings.paths().get(name)).orElseThrow();
    }

    /** The program ended in the middle of a step: nobody knows what that did. */
    private void noteInterruption() {
        folder.begun()
                .ifPresent(
                        begun -> {
                            ScriptStep step = transcript.next(script).orElseThrow();
                            if (step.name().equals(begun.step())) {
                                progress.step(
                                        "interrupted", "step " + step.name() + " was interrupted");
                                note(step, begun.time(), Outcome.INTERRUPTED, Map.of(), NOTHING);
                            }
                            folder.ended();
                        });
    }

    private void attempt(ScriptStep step) {
        progress.step("step", "step " + step.name() + ": " + said(step));
        step.by().ifPresent(name -> people.confirm(name, progress));
        Instant begun = now();
        if (step.run().isEmpty()) {
            note(step, begun, Outcome.DONE, Map.of(), NOTHING);
            return;
        }
        // Before it begins: what it is given could be changed between the ceremony's beginning and
        // here.
        inputs(step);
        MadeFiles before = made();
        folder.begin(step.name(), begun);
        StepProcess.Result result =
                new StepProcess(bindings.words(script, step), bindings.environment(step))
                        .run(progress);
        Outcome outcome = result.status() == CeremonyMain.DONE ? Outcome.DONE : Outcome.FAILED;
        note(step, begun, outcome, made().since(before), result);
        folder.ended();
        if (outcome == Outcome.FAILED) {
            throw new CeremonyRefusedException(
                    "Step "
                            + step.name()
                            + " failed, and the transcript says so. Put right what it complains"
                            + " of and run the same command again, or end the ceremony with"
                            + " --abandon.");
        }
    }

    private static String said(ScriptStep step) {
        return step.run().isEmpty() ? step.act() : String.join(" ", step.run());
    }

    private void note(
            ScriptStep step,
            Instant begun,
            Outcome outcome,
            Map<String, Optional<Bytes>> outputs,
            StepProcess.Result result) {
        transcript =
                transcript.with(
                        new StepAttempt(
                                step.name(),
                                begun,
                                step.by(),
                                inputs(step),
                                result.serials(),
                                result.said(),
                                outputs,
                                now(),
                                outcome));
        folder.write(transcript);
    }

    private Map<String, Bytes> inputs(ScriptStep step) {
        Map<String, Bytes> used = new LinkedHashMap<>();
        for (String name : step.places()) {
            script.input(name).ifPresent(input -> used.put(name, digest(input)));
        }
        return used;
    }

    private MadeFiles made() {
        Map<String, Path> places = new LinkedHashMap<>();
        script.places().forEach(place -> places.put(place.name(), path(place.name())));
        return MadeFiles.in(folder.work(), places);
    }

    private Instant now() {
        return Seconds.truncate(clock.instant());
    }
}
