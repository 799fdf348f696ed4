package dev.sealwright.operator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.Demands;
import dev.sealwright.attestation.report.Line;
import dev.sealwright.attestation.report.LoggedLeaf;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.attestation.report.Statement;
import dev.sealwright.attestation.report.Topic;
import dev.sealwright.client.standin.Authorities;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.testkit.SavedReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report says of the post-quantum signatures of its log. */
final class PostQuantumReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Authorities authorities = new Authorities(NOW);

    /** What a service states, made again for this log. */
    private ReportFile report(StandInLog log, boolean whole) {
        var desk = new HostsDesk(authorities, InstantSource.fixed(NOW), log);
        Statement saved = Statement.decode(ReportFile.parse(Bytes.of(SavedReport.file())).body());
        StandInLog.Entry server =
                log.append(
                        NOW,
                        Leaf.NO_ORG,
                        new LeafBody.Server(
                                List.of("localhost"),
                                Bytes.zeros(32),
                                Validity.starting(NOW, Duration.ofDays(1))));
        Bytes body =
                new Statement(
                                saved.salt(),
                                NOW,
                                Leaf.NO_ORG,
                                Optional.empty(),
                                saved.build(),
                                saved.token(),
                                saved.keys(),
                                desk.anchors(),
                                new Statement.Server(
                                        saved.server().chain(),
                                        new LoggedLeaf(server.index(), server.leaf())),
                                List.of())
                        .encode();
        StandInLog.Entry leaf =
                log.append(NOW, Leaf.NO_ORG, new ReportBody.Report(Sha256.of(body)));
        Receipt small = log.receipt(leaf.index());
        Note checkpoint = whole ? log.checkpoint() : small.checkpoint();
        return new ReportFile(
                body,
                leaf.leaf(),
                new Receipt(small.index(), small.proof(), checkpoint),
                List.of(InclusionProof.compute(server.index(), log.size(), log.source())));
    }

    private Optional<Line> line(ReportFile file) {
        var report = new ReportVerifier(authorities.pin()).verify(ReportFile.parse(file.encode()));
        return AppraisedReport.of(report, Demands.NONE, Optional.empty(), NOW).lines().stream()
                .filter(each -> each.topic() == Topic.POST_QUANTUM)
                .findFirst();
    }

    @Test
    void withTheSignatureTheLineIsProven() {
        Line line = line(report(StandInLog.postQuantum(HostsDesk.ORIGIN), true)).orElseThrow();

        assertThat(line.status()).isEqualTo(Line.Status.PROVEN);
        assertThat(line.reason()).contains("signed by ML-DSA-65 of member-1");
    }

    @Test
    void withoutItTheLineFails() {
        Line line = line(report(StandInLog.postQuantum(HostsDesk.ORIGIN), false)).orElseThrow();

        assertThat(line.status()).isEqualTo(Line.Status.FAILED);
        assertThat(line.reason()).contains("lacks");
    }

    @Test
    void aFalseOneIsRefusedWithTheReport() {
        ReportFile file = report(StandInLog.postQuantum(HostsDesk.ORIGIN), true);
        Note note = file.receipt().checkpoint();
        NoteSignature second = note.signatures().getLast();
        byte[] changed = second.signature().toArray();
        changed[3_308] ^= 1;
        Receipt receipt =
                new Receipt(
                        file.receipt().index(),
                        file.receipt().proof(),
                        new Note(
                                note.text(),
                                List.of(
                                        note.signatures().getFirst(),
                                        new NoteSignature(
                                                second.name(),
                                                second.keyId(),
                                                Bytes.of(changed)))));
        ReportFile other = new ReportFile(file.body(), file.leaf(), receipt, file.proofs());

        assertThatThrownBy(() -> line(other))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("post-quantum");
    }

    @Test
    void aLogWithoutSuchKeysHasNoSuchLine() {
        assertThat(line(report(new StandInLog(HostsDesk.ORIGIN), true))).isEmpty();
    }
}
