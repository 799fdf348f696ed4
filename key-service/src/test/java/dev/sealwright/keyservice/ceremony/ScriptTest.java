package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.fixture.CeremonyRun;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Ending;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.StepAttempt;
import dev.sealwright.protocol.ceremony.StepAttempt.Outcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.testkit.SoftHsm;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A ceremony is agreed on, rehearsed, held by its script, signed and verified, by the program. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ScriptTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir private static Path folder;
    private static HeldCeremony ceremony;
    private static final List<Bytes> LEAVES = new ArrayList<>();

    /** How the program ended and what it said. */
    private record Run(int status, String output) {}

    @BeforeAll
    static void aServiceWithALogThatABackupHolds() throws IOException {
        List<String> operators = new ArrayList<>();
        for (String operator : List.of("ada", "bob", "eve")) {
            must(run("operator-key", "--dir", at(operator)));
            operators.addAll(
                    List.of("--operator", operator + "=" + at(operator + "/operator.pub")));
        }
        operators.addAll(List.of("--operators-required", "2"));
        ceremony = HeldCeremony.hold(HSM, Files.createDirectory(at("home")), operators);
        String note;
        try (KeyService service = ceremony.open(at("state"), InstantSource.system())) {
            Leaves leaves = new Leaves(InstantSource.system());
            LEAVES.addAll(leaves.genesis(ceremony.anchors(Instant.now())));
            LEAVES.add(leaves.event());
            note = new LogBook(service).append(LEAVES).note();
        }
        copyOfTheLog("restored", note);
        Files.writeString(at("epoch.script"), script(digest("restored")));
    }

    private static void copyOfTheLog(String name, String note) throws IOException {
        Path entries = Files.createDirectories(at(name).resolve("tile/entries/000.p"));
        Files.write(
                entries.resolve(Integer.toString(LEAVES.size())),
                EntryBundle.encode(LEAVES).toArray());
        Files.writeString(at(name).resolve("checkpoint"), note);
    }

    private static String script(String restored) {
        return String.format(
                Locale.ROOT,
                """
        sealwright ceremony script 1
        title Open the second epoch
        log %s
        required 2
        operator ada %s
        operator bob %s
        operator eve %s
        token service %s service
        token root sealwright-root root
        input restored log %s
        place ceremony ceremony
        place state state

        step stop
          by ada
          do Stop the service and say so in the room
        step close
          by ada
          on service
          run epoch close --ceremony {ceremony} --state {state} --out {work}/closing.note
        step sign
          by bob
          on root
          run epoch sign --ceremony {ceremony} --head {work}/closing.note --restored {restored} --epoch 2 --out {work}/epoch-2
        step approve-ada
          by ada
          run epoch approve --ceremony {ceremony} --opening {work}/epoch-2 --operator ada {key:ada}
        step approve-bob
          by bob
          run epoch approve --ceremony {ceremony} --opening {work}/epoch-2 --operator bob {key:bob}
        step begin
          run epoch begin --ceremony {ceremony} --opening {work}/epoch-2 --restored {restored} --state {state}
        """,
                HeldCeremony.ORIGIN,
                words("ada"),
                words("bob"),
                words("eve"),
                ceremony.tokenLabel(),
                restored);
    }

    private static String words(String operator) {
        OperatorKey key = PublicKeyFile.read(at(operator + "/operator.pub"));
        return ScriptWords.of(key);
    }

    private static Path at(String name) {
        return folder.resolve(name);
    }

    private static String digest(String name) {
        Run run = run("script", "digest", at(name), "--json");
        return run.output().replaceAll("(?s).*\"text\": \"([0-9a-f]{64})\".*", "$1");
    }

    private static Run run(Object... words) {
        return answering("", words);
    }

    /** Runs it with what people type. */
    private static Run answering(String typed, Object... words) {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status =
                CeremonyMain.run(
                        Stream.of(words).map(String::valueOf).toList(),
                        new People(new BufferedReader(new StringReader(typed))),
                        out,
                        out,
                        new SecureRandom(),
                        InstantSource.system());
        return new Run(status, said.toString(StandardCharsets.UTF_8));
    }

    private static Run must(Run run) {
        assertThat(run.status()).as(run.output()).isEqualTo(CeremonyMain.DONE);
        return run;
    }

    private static void refused(Run run, String why) {
        assertThat(run.status()).as(run.output()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains(why).doesNotContain("\tat ");
    }

    private static Object[] held(String... more) {
        String hsm = "module=" + ceremony.module() + ",pin-file=" + home("hsm/user.pin");
        String root = "module=" + ceremony.module() + ",pin-file=" + home("root/user.pin");
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                at("epoch.script").toString(),
                                "--work",
                                at("held").toString(),
                                "--token",
                                "service=" + hsm + ",SOFTHSM2_CONF=" + HSM.folder().configuration(),
                                "--token",
                                "root=" + root + ",SOFTHSM2_CONF=" + home("root/softhsm2.conf"),
                                "--input",
                                "restored=" + at("restored"),
                                "--place",
                                "ceremony=" + home("ceremony"),
                                "--place",
                                "state=" + at("state"),
                                "--operator-key",
                                "ada=key=" + at("ada/operator.key"),
                                "--operator-key",
                                "bob=key=" + at("bob/operator.key")));
        words.addAll(List.of(more));
        return words.toArray();
    }

    private static Path home(String name) {
        return ceremony.home().resolve(name);
    }

    private static CeremonyTranscript transcript(String run) {
        return new SignedFile(at(run).resolve("transcript")).transcript();
    }

    private static void signScript(String operator) {
        must(
                run(
                        "script",
                        "sign",
                        at("epoch.script"),
                        "--operator",
                        operator,
                        "--key",
                        at(operator + "/operator.key")));
    }

    @Test
    @Order(1)
    void aScriptIsHeldOnceEnoughOfItsOperatorsSignedIt() {
        refused(answering("ada\n", held()), "0 of 2 operators signed");
        refused(
                run(
                        "script",
                        "sign",
                        at("epoch.script"),
                        "--operator",
                        "ada",
                        "--key",
                        at("eve/operator.key")),
                "did not sign");
        signScript("ada");
        signScript("bob");

        must(run("script", "verify", at("epoch.script"), "--ceremony", home("ceremony")));
        assertThat(must(run("script", "show", at("epoch.script"))).output())
                .contains("Open the second epoch", "signed by ada, bob; 2 needed");
    }

    @Test
    @Order(2)
    void aRehearsalDoesTheSameStepsAndTouchesNothingReal() throws IOException {
        Bytes before = FolderDigest.of(home("ceremony"));
        refused(
                answering(
                        "",
                        "run",
                        at("epoch.script"),
                        "--rehearse",
                        "--module",
                        "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
                        "--work",
                        at("on-a-card")),
                "could not be set up");
        Run run =
                must(
                        answering(
                                "ada\nada\nbob\nada\nbob\n",
                                "run",
                                at("epoch.script"),
                                "--rehearse",
                                "--module",
                                HSM.module(),
                                "--work",
                                at("rehearsed")));

        assertThat(run.output()).contains("every step is done", "this was a rehearsal");
        assertThat(FolderDigest.of(home("ceremony"))).isEqualTo(before);
        CeremonyTranscript transcript = transcript("rehearsed");
        assertThat(transcript.mode()).isEqualTo(Mode.REHEARSAL);
        assertThat(transcript.attempts())
                .extracting(StepAttempt::step)
                .containsExactly("stop", "close", "sign", "approve-ada", "approve-bob", "begin");
        assertThat(
                        new CeremonyFolder(at("rehearsed/rehearsal/ceremony"))
                                .anchors(Instant.now())
                                .origin())
                .isEqualTo("localhost:8444/log/2");
        assertThat(
                        answering(
                                        "",
                                        "run",
                                        at("epoch.script"),
                                        "--rehearse",
                                        "--work",
                                        at("other"),
                                        "--module",
                                        HSM.module(),
                                        "--token",
                                        "root=module=/real.so")
                                .output())
                .contains("is not for a rehearsal");
    }

    @Test
    @Order(3)
    void whatWasNotAgreedOnIsNotTaken() throws IOException {
        Path checkpoint = at("restored/checkpoint");
        String note = Files.readString(checkpoint);
        Files.writeString(checkpoint, note + "\n");
        refused(answering("ada\n", held()), "is not what the operators signed for");
        Files.writeString(checkpoint, note);

        Path script = at("epoch.script");
        String text = Files.readString(script);
        Files.writeString(script, text.replace("--epoch 2", "--epoch 3"));
        refused(answering("ada\n", held()), "of another text");
        Files.writeString(script, text);
    }

    @Test
    @Order(4)
    void aRunThatWasStoppedGoesOnWhereItWas() throws IOException {
        refused(answering("ada\nsomebody\n", held()), "ada did not confirm");
        assertThat(transcript("held").attempts())
                .extracting(StepAttempt::step)
                .containsExactly("stop");
        // As a program leaves it that was killed in the middle of a step.
        Files.writeString(
                at("held/step.begun"),
                "close " + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "\n");
        Files.move(home("root/user.pin"), home("root/pin-aside"));
        refused(answering("ada\nbob\n", held()), "Step sign failed");
        Files.move(home("root/pin-aside"), home("root/user.pin"));
        Run run = must(answering("bob\nada\nbob\n", held()));

        CeremonyTranscript transcript = transcript("held");
        assertThat(run.output()).contains(transcript.digest().hex());
        assertThat(transcript.end().orElseThrow().how()).isEqualTo(Ending.COMPLETED);
        assertThat(transcript.attempts())
                .extracting(each -> each.step() + " " + each.outcome())
                .containsExactly(
                        "stop DONE",
                        "close INTERRUPTED",
                        "close DONE",
                        "sign FAILED",
                        "sign DONE",
                        "approve-ada DONE",
                        "approve-bob DONE",
                        "begin DONE");
        assertThat(ceremony.anchors(Instant.now()).origin()).isEqualTo("localhost:8444/log/2");
    }

    @Test
    @Order(5)
    void itsTranscriptSaysWhatWasMadeOnWhichTokensAndHoldsNoSecret() throws IOException {
        String text = Files.readString(at("held/transcript"));
        StepAttempt sign =
                transcript("held").attempts().stream()
                        .filter(
                                each ->
                                        each.step().equals("sign")
                                                && each.outcome() == Outcome.DONE)
                        .findFirst()
                        .orElseThrow();

        assertThat(sign.outputs())
                .containsEntry(
                        "work/epoch-2/anchors.cose",
                        java.util.Optional.of(
                                FolderDigest.of(at("held/work/epoch-2/anchors.cose"))))
                .containsKey("work/epoch-2/opening.cbor");
        assertThat(sign.inputs()).containsEntry("restored", FolderDigest.of(at("restored")));
        assertThat(sign.serials())
                .containsExactly(new CeremonyFolder(home("ceremony")).rootTokenSerial());
        for (String secret : List.of("hsm/user.pin", "root/user.pin")) {
            assertThat(text).doesNotContain(Files.readString(home(secret)).strip());
        }
        assertThat(text).doesNotContain(folder.toString());
    }

    @Test
    @Order(6)
    void theLogTakesItOnceItsOperatorsSignedIt() throws IOException {
        String log = at("later").toString();
        Path transcript = at("held/transcript");
        refused(run("verify", at("epoch.script"), transcript), "0 of 2 operators signed");
        for (String operator : List.of("bob", "eve")) {
            must(
                    run(
                            "transcript",
                            "sign",
                            at("epoch.script"),
                            transcript,
                            "--operator",
                            operator,
                            "--key",
                            at(operator + "/operator.key")));
        }
        must(run("verify", at("epoch.script"), transcript, "--ceremony", home("ceremony")));
        SignedFile file = new SignedFile(transcript);
        try (KeyService service = ceremony.open(at("state"), InstantSource.system())) {
            Leaves leaves = new Leaves(InstantSource.system());
            Bytes leaf =
                    leaves.of(Leaf.NO_ORG, file.transcript().leaf(file.signatures().approvals()));
            Bytes alone =
                    leaves.of(
                            Leaf.NO_ORG,
                            file.transcript().leaf(file.signatures().approvals().subList(0, 1)));
            assertThat(service.admit(List.of(alone)).getFirst().toString())
                    .contains("1 of 2 operators signed");
            List<Bytes> first = opening(leaves);
            first.add(leaf);
            service.admit(first);
            String note = service.append(LEAVES.size(), first).note();
            LEAVES.addAll(first);
            copyOfTheLog("later", note);
        }

        Run run =
                must(
                        run(
                                "verify",
                                at("epoch.script"),
                                transcript,
                                "--ceremony",
                                home("ceremony"),
                                "--log",
                                log));
        assertThat(run.output()).contains("the log holds it at index 6");
    }

    private static List<Bytes> opening(Leaves leaves) {
        var anchors = ceremony.anchors(Instant.now());
        var opening = EpochFiles.opening(home("ceremony"));
        return new ArrayList<>(
                List.of(
                        leaves.of(Leaf.NO_ORG, opening.verify(anchors)),
                        leaves.anchors(anchors),
                        leaves.ceremony(HeldCeremony.firstPlatformKeyDigest())));
    }

    @Test
    @Order(7)
    void anotherTranscriptOrALogWithoutItIsNotVerified() throws IOException {
        Path script = at("epoch.script");
        refused(
                run(
                        "verify",
                        script,
                        at("held/transcript"),
                        "--ceremony",
                        home("ceremony"),
                        "--log",
                        at("restored")),
                "does not hold this transcript");
        Path edited = Files.createDirectory(at("edited")).resolve("transcript");
        Files.writeString(
                edited,
                Files.readString(at("held/transcript")).replace("confirmed bob", "confirmed eve"));
        Files.copy(at("held/transcript.signatures"), at("edited").resolve("transcript.signatures"));
        refused(run("verify", script, edited), "of another text");
        refused(
                run(
                        "transcript",
                        "sign",
                        script,
                        edited,
                        "--operator",
                        "eve",
                        "--key",
                        at("eve/operator.key")),
                "not confirmed by whom the script names");
        refused(run("verify", script, at("rehearsed/transcript")), "0 of 2 operators signed");
        assertThat(CeremonyRun.of(HSM.folder().configuration(), List.of("--help")).output())
                .contains("run SCRIPT --rehearse");
    }
}
