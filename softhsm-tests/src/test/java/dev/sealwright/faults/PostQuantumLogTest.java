package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A whole service on a token of Kryoptic, whose checkpoints are signed by ML-DSA-65, too. */
@EnabledIfEnvironmentVariable(
        named = Kryoptic.VARIABLE,
        matches = ".+",
        disabledReason = "Kryoptic is built and tested by ./sealwright test --full")
final class PostQuantumLogTest {
    @TempDir private static Path folder;
    private static Deployment deployment;
    private static Cli cli;
    private static Path copy;
    private static Note note;

    @BeforeAll
    static void oneMember() throws IOException {
        deployment =
                Deployment.onTokensOf(
                        Files.createDirectory(folder.resolve("service")),
                        Kryoptic.ofTheEnvironment(),
                        List.of());
        deployment.start();
        cli = new Cli(Files.createDirectory(folder.resolve("people")));
        cli.settleIn(deployment);
        copy = folder.resolve("mirror");
        cli.operator("log", "mirror", copy.toString()).orFail();
        note = new MirrorFolder(copy).checkpoint();
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private static Cli.Ran verify(Note shown) throws IOException {
        Files.write(copy.resolve("checkpoint"), shown.bytes().toArray());
        return cli.operator(
                "verify",
                "log",
                copy.toString(),
                "--root-fingerprint",
                deployment.rootFingerprint());
    }

    private static Note with(NoteSignature second) {
        return new Note(note.text(), List.of(note.signatures().getFirst(), second));
    }

    @Test
    void verifyLogProvesIt() throws IOException {
        assertThat(note.signatures()).hasSize(2);
        assertThat(verify(note).orFail().out())
                .contains("post-quantum: proven: signed by ML-DSA-65 of member-1");
    }

    @Test
    void aChangedOrMissingSecondSignatureIsRefused() throws IOException {
        NoteSignature second = note.signatures().getLast();
        byte[] changed = second.signature().toArray();
        changed[3_000] ^= 1;

        Cli.Ran missing = verify(note.withoutPostQuantum());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.out() + missing.err())
                .contains("without the post-quantum signature of voter member-1");
        Cli.Ran other =
                verify(with(new NoteSignature(second.name(), second.keyId(), Bytes.of(changed))));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out() + other.err()).contains("a false post-quantum signature");
    }

    @Test
    void theMonitorSaysSoToo() {
        Cli.Ran monitor =
                cli.operator("monitor", folder.resolve("watched").toString(), "--once").orFail();

        assertThat(monitor.out() + monitor.err()).contains("post-quantum: proven");
    }

    @Test
    void aReportCarriesTheSignatureAndItsLineIsProven() {
        Path report = folder.resolve("report.cbor");
        cli.operator("report", "create", "--all", "--out", report.toString()).orFail();

        Cli.Ran verified =
                cli.operator(
                        "report",
                        "verify",
                        report.toString(),
                        "--root-fingerprint",
                        deployment.rootFingerprint(),
                        "--json");

        assertThat(verified.out())
                .contains("post-quantum")
                .contains("signed by ML-DSA-65 of member-1");
    }

    @Test
    void anchorsAndInventoryShowTheKey() {
        assertThat(cli.operator("anchors", "show").orFail().out())
                .contains("post-quantum member-1");
        assertThat(cli.operator("keys", "token").orFail().out()).contains("log-post-quantum");
        assertThat(cli.operator("doctor").out()).doesNotContain("ML-DSA");
    }

    /** A proof goes without the second signature unless it is asked for. */
    @Test
    void aProofHasItWhereItIsAskedFor() {
        assertThat(proven("small.json").out()).doesNotContain("post-quantum");
        assertThat(proven("whole.json", "--post-quantum").out())
                .contains("post-quantum: proven: signed by ML-DSA-65 of member-1");
    }

    private static Cli.Ran proven(String name, String... more) {
        Path file = folder.resolve(name);
        List<String> fetch =
                new ArrayList<>(List.of("audit", "proof", "1", "--out", file.toString()));
        fetch.addAll(List.of(more));
        cli.operator(fetch.toArray(String[]::new)).orFail();
        return cli.operator(
                        "verify",
                        "receipt",
                        file.toString(),
                        "--anchors",
                        copy.resolve("anchors.cose").toString(),
                        "--root-fingerprint",
                        deployment.rootFingerprint())
                .orFail();
    }

    @Test
    void aHostEnrolsBySuchALogAndFollowsIt() {
        String url = cli.mint().orFail().out().strip();
        cli.enrol("web1", url).orFail();
        cli.host("sync", "web1").orFail();
    }
}
