package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyScript.InputKind;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.ScriptStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a ceremony by its script, for real or as a rehearsal. */
final class RunCommand {
    /** What a script may run: whatever makes or changes something. */
    private static final Set<String> COMMANDS =
            Set.of(
                    "service-keys",
                    "member-key",
                    "root",
                    "verify-recovery",
                    "reshare",
                    "recover",
                    "epoch",
                    "anchors",
                    "operator-key",
                    "first-key",
                    "channel",
                    "probe");

    private final Arguments arguments;
    private final People people;
    private final Progress progress;
    private final InstantSource clock;

    RunCommand(Arguments arguments, People people, Progress progress, InstantSource clock) {
        this.arguments = arguments;
        this.people = people;
        this.progress = progress;
        this.clock = clock;
    }

    void run() {
        SignedFile file = new SignedFile(arguments.operand("SCRIPT"));
        boolean rehearse = arguments.flag("--rehearse");
        boolean abandon = arguments.flag("--abandon");
        CeremonyScript script = file.script();
        requireCommands(script);
        if (!rehearse) {
            script.requireSigned(file.signatures().approvals());
        }
        try (RunFolder folder = RunFolder.open(arguments.path("--work"))) {
            Mode mode = rehearse ? Mode.REHEARSAL : Mode.HELD;
            CeremonyTranscript transcript = standing(folder, script, mode);
            Bindings bindings = rehearse ? rehearsal(script, folder) : real(script, folder);
            arguments.end();
            bindings.requireFor(script);
            folder.write(transcript);
            ScriptRun run =
                    new ScriptRun(script, transcript, bindings, folder, people, progress, clock);
            done(abandon ? run.abandon() : run.run());
        }
    }

    private void done(CeremonyTranscript transcript) {
        boolean whole = transcript.end().orElseThrow().how() == Ending.COMPLETED;
        progress.step(
                "done",
                (whole ? "every step is done" : "the ceremony was ended before its last step")
                        + "; the transcript's SHA-256 is "
                        + transcript.digest().hex()
                        + (transcript.mode() == Mode.REHEARSAL
                                ? "; this was a rehearsal"
                                : "; sign it: transcript sign"));
    }

    private static void requireCommands(CeremonyScript script) {
        for (ScriptStep step : script.steps()) {
            boolean known = step.run().isEmpty() || COMMANDS.contains(step.run().getFirst());
            if (!known) {
                throw new CeremonyRefusedException(
                        "Step "
                                + step.name()
                                + " runs what no script may: "
                                + step.run().getFirst());
            }
            boolean root = !step.run().isEmpty() && step.run().getFirst().equals("root");
            if (root
                    && (step.run().contains("--operator")
                            || !step.run().contains(ScriptStep.OPERATORS))) {
                throw new CeremonyRefusedException(
                        "Step "
                                + step.name()
                                + " names operators of its own: write {operators}, so that those"
                                + " who sign the script are those whom the anchors name.");
            }
        }
    }

    private CeremonyTranscript standing(RunFolder folder, CeremonyScript script, Mode mode) {
        Optional<CeremonyTranscript> before = folder.transcript();
        before.ifPresent(
                transcript -> {
                    if (!transcript.script().equals(script.digest())
                            || transcript.mode() != mode
                            || transcript.end().isPresent()) {
                        throw new CeremonyRefusedException(
                                "In this folder another ceremony was held, or this one is over."
                                        + " Give another --work.");
                    }
                });
        return before.orElseGet(
                () ->
                        new CeremonyTranscript(
                                script.digest(),
                                mode,
                                Program.name(),
                                Seconds.truncate(clock.instant()),
                                List.of(),
                                Optional.empty()));
    }

    private Bindings rehearsal(CeremonyScript script, RunFolder folder) {
        for (String real : List.of("--token", "--place", "--operator-key")) {
            if (arguments.has(real)) {
                throw new UsageException(
                        real + " is not for a rehearsal, which makes its own and touches none");
            }
        }
        Map<String, Path> files = paths("--input");
        for (String name : files.keySet()) {
            if (script.input(name).filter(input -> input.kind() == InputKind.FILE).isEmpty()) {
                throw new UsageException(
                        "a rehearsal puts something of its own in place of " + name);
            }
        }
        Path module = arguments.path("--module").toAbsolutePath();
        RehearsalWorld world = new RehearsalWorld(script, folder.rehearsal(), module, progress);
        return new Rehearsal(script, world).bindings(folder.work(), files);
    }

    private Bindings real(CeremonyScript script, RunFolder folder) {
        Map<String, Path> paths = paths("--input");
        paths("--place").forEach(paths::putIfAbsent);
        paths.put(ScriptStep.WORK, folder.work());
        return new Bindings(
                settings("--token"),
                paths,
                settings("--operator-key"),
                operators(script, folder.work().resolveSibling("operators")));
    }

    /** The public keys that the script names, as files for the root's ceremony. */
    private static Map<String, Path> operators(CeremonyScript script, Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Operator operator : script.operators()) {
            Path own = CeremonyFiles.folder(folder.resolve("operator-" + operator.name()));
            Path file = own.resolve("operator.pub");
            if (!Files.exists(file)) {
                PublicKeyFile.write(own, operator.key());
            }
            files.put(operator.name(), file);
        }
        return files;
    }

    private Map<String, Settings> settings(String option) {
        Map<String, Settings> all = new LinkedHashMap<>();
        Bindings.named(arguments.any(option))
                .forEach((name, text) -> all.put(name, Settings.parse(text)));
        return all;
    }

    private Map<String, Path> paths(String option) {
        Map<String, Path> all = new LinkedHashMap<>();
        Bindings.named(arguments.any(option))
                .forEach((name, text) -> all.put(name, Path.of(text).toAbsolutePath()));
        return all;
    }
}
