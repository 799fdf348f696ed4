package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.ceremony.CeremonyScript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.Consents;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import dev.sealwright.protocol.ceremony.OperatorSignatures;
import dev.sealwright.protocol.ceremony.ScriptStep;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Scripts and transcripts on paper: shown, signed, and verified. Nothing here needs a token. */
final class ScriptCommand {
    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    ScriptCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    void show() {
        SignedFile file = new SignedFile(arguments.operand("SCRIPT"));
        arguments.end();
        CeremonyScript script = file.script();
        show(script);
        List<String> signed =
                file.signatures().approvals().stream().map(Approval::operator).toList();
        progress.step(
                "signed",
                "signed by "
                        + (signed.isEmpty() ? "nobody" : String.join(", ", signed))
                        + "; "
                        + script.required()
                        + " needed");
    }

    private void show(CeremonyScript script) {
        progress.step("title", script.title() + ", for " + script.log());
        for (Operator operator : script.operators()) {
            progress.step("operator", "operator " + operator.name() + ", " + operator.key().kind());
        }
        script.inputs()
                .forEach(
                        input ->
                                progress.step(
                                        "input",
                                        "input " + input.name() + ", " + input.digest().hex()));
        int number = 0;
        for (ScriptStep step : script.steps()) {
            String who = step.by().map(name -> name + ": ").orElse("");
            String what = step.run().isEmpty() ? step.act() : String.join(" ", step.run());
            progress.step("step", ++number + ". " + step.name() + ": " + who + what);
        }
        progress.step("digest", "SHA-256 " + script.digest().hex());
    }

    void sign() {
        SignedFile file = new SignedFile(arguments.operand("SCRIPT"));
        String operator = arguments.text("--operator");
        OwnKey own = OwnKey.of(arguments, progress, random);
        arguments.end();
        CeremonyScript script = file.script();
        show(script);
        add(file, script, operator, "Script: " + script.title(), script.message(), own);
    }

    private void add(
            SignedFile file,
            CeremonyScript script,
            String operator,
            String what,
            Bytes message,
            OwnKey own) {
        Approval approval = new Approval(operator, own.sign(what, message));
        OperatorSignatures all = file.signatures().with(approval);
        int consents = Consents.count(script.operators(), message, all.approvals());
        file.add(approval);
        progress.step(
                "done", operator + " signed; " + consents + " of " + script.required() + " needed");
    }

    void verify() {
        SignedFile file = new SignedFile(arguments.operand("SCRIPT"));
        boolean anchored = arguments.has("--ceremony");
        CeremonyScript script = file.script();
        script.requireSigned(file.signatures().approvals());
        if (anchored) {
            script.requireOperatorsOf(anchors());
        }
        arguments.end();
        progress.step(
                "done",
                "enough operators signed this script"
                        + (anchored ? ", and they are those of the anchors" : ""));
    }

    private Anchors anchors() {
        return new CeremonyFolder(arguments.path("--ceremony")).anchors(clock.instant()).content();
    }

    /** What a script calls an input by. */
    void digest() {
        Path path = arguments.operand("FILE");
        arguments.end();
        progress.step("digest", FolderDigest.of(path).hex());
    }

    void signTranscript() {
        CeremonyScript script = new SignedFile(arguments.operand("SCRIPT")).script();
        SignedFile file = new SignedFile(arguments.operand("TRANSCRIPT"));
        String operator = arguments.text("--operator");
        OwnKey own = OwnKey.of(arguments, progress, random);
        arguments.end();
        CeremonyTranscript transcript = file.transcript();
        transcript.requireFollows(script);
        tell(transcript);
        add(file, script, operator, "Transcript of: " + script.title(), transcript.message(), own);
    }

    private void tell(CeremonyTranscript transcript) {
        transcript
                .attempts()
                .forEach(
                        each ->
                                progress.step(
                                        "step",
                                        each.step()
                                                + ": "
                                                + each.outcome()
                                                + " at "
                                                + each.ended()
                                                + each.confirmed()
                                                        .map(name -> ", confirmed by " + name)
                                                        .orElse("")));
    }

    /** Script, transcript and signatures; with the log, that it holds them. */
    void verifyHeld() {
        SignedFile script = new SignedFile(arguments.operand("SCRIPT"));
        SignedFile transcript = new SignedFile(arguments.operand("TRANSCRIPT"));
        HeldCeremony held =
                new HeldCeremony(
                        script.script(),
                        script.signatures(),
                        transcript.transcript(),
                        transcript.signatures());
        boolean logged = arguments.has("--log");
        if (arguments.has("--ceremony")) {
            CeremonyFolder folder = new CeremonyFolder(arguments.path("--ceremony"));
            held.verify(folder.anchors(clock.instant()).content());
            if (logged) {
                RestoredFolder log = new RestoredFolder(arguments.path("--log"));
                requireLogged(held, log, folder);
            }
        } else {
            held.verify();
        }
        arguments.end();
        progress.step("done", said(held.transcript(), logged));
    }

    private void requireLogged(HeldCeremony held, RestoredFolder log, CeremonyFolder folder) {
        long index =
                log.find(held.leaf(), folder.chain(clock.instant()))
                        .orElseThrow(
                                () ->
                                        new VerificationException(
                                                VerificationException.Reason.INCLUSION,
                                                "the log does not hold this transcript"));
        progress.step("logged", "the log holds it at index " + index);
    }

    private static String said(CeremonyTranscript transcript, boolean logged) {
        String what =
                switch (transcript.mode()) {
                    case HELD -> "the ceremony was held";
                    case REHEARSAL -> "the ceremony was rehearsed, and not held,";
                };
        return what
                + " as its script says, and enough operators signed both"
                + (logged ? "; the log holds the transcript" : "");
    }
}
