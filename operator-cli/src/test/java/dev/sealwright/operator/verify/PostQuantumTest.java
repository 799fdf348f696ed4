package dev.sealwright.operator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose voter signs by ML-DSA-65, too, as its readers see it. */
final class PostQuantumTest {
    private static final String PROVEN =
            "post-quantum: proven: signed by ML-DSA-65 of member-1; forging Ed25519 makes no second"
                    + " history";

    @TempDir private Path home;
    private StandInLog log;
    private OperatorRuns operator;
    private Path mirror;

    @BeforeEach
    void aMirror() {
        log = StandInLog.postQuantum(HostsDesk.ORIGIN);
        operator = new OperatorRuns(home, log);
        operator.login();
        mirror = home.resolve("mirror");
        Session made = operator.run("log", "mirror", mirror.toString());
        assertThat(made.code()).as(made.err()).isZero();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private Session verify(String... more) {
        return operator.run(
                Stream.concat(Stream.of("verify", "log", mirror.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Session verify(Note shown) throws IOException {
        Files.write(mirror.resolve("checkpoint"), shown.bytes().toArray());
        return verify();
    }

    @Test
    void verifyLogSaysThatItIsProven() {
        Session session = verify();

        assertThat(session.code()).as(session.out() + session.err()).isZero();
        assertThat(session.out()).contains(PROVEN);
        assertThat(verify("--json").out().replaceAll("\\s", ""))
                .contains("\"post_quantum\":{\"proven\":true,\"voters\":[\"member-1\"]}");
    }

    @Test
    void aMirrorWhoseCheckpointLacksItOrHasAFalseOneIsRefused() throws IOException {
        Note note = new MirrorFolder(mirror).checkpoint();
        NoteSignature second = note.signatures().getLast();
        byte[] changed = second.signature().toArray();
        changed[0] ^= 1;

        Session missing = verify(note.withoutPostQuantum());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("without the post-quantum signature of voter member-1");
        Session other =
                verify(
                        new Note(
                                note.text(),
                                List.of(
                                        note.signatures().getFirst(),
                                        new NoteSignature(
                                                second.name(),
                                                second.keyId(),
                                                Bytes.of(changed)))));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("a false post-quantum signature of a voter");
    }

    @Test
    void aLogThatStopsSigningByBothIsNotMirroredAndAlarmsTheMonitor() {
        Path watched = home.resolve("watched");
        Session first = operator.run("monitor", watched.toString(), "--once");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.err()).contains(PROVEN);

        log.signByHalf();
        Session mirrored = operator.run("log", "mirror", mirror.toString());
        assertThat(mirrored.code()).isEqualTo(1);
        assertThat(mirrored.err()).contains("without the post-quantum signature");
        Session alarmed = operator.run("monitor", watched.toString(), "--once");
        assertThat(alarmed.code()).isEqualTo(1);
        assertThat(alarmed.out()).contains("without the post-quantum signature");
    }

    @Test
    void aReceiptVerifiesWithoutAndSaysSoWithIt() throws IOException {
        Receipt small = log.receipt(1);
        Receipt whole = new Receipt(1, small.proof(), log.checkpoint());

        Session without = receipt(small);
        assertThat(without.code()).as(without.err()).isZero();
        assertThat(without.out()).doesNotContain("post-quantum");
        assertThat(receipt(whole).out()).contains(PROVEN);
    }

    private Session receipt(Receipt receipt) throws IOException {
        Path file = home.resolve("receipt.json");
        Files.write(
                file,
                Json.document(
                        Json.object()
                                .put("leaf", log.leaves().get(1).base64Url())
                                .put("receipt", receipt.text())));
        return operator.run(
                "verify",
                "receipt",
                file.toString(),
                "--anchors",
                mirror.resolve("anchors.cose").toString());
    }
}
