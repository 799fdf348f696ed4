package dev.sealwright.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.attestation.report.LoggedLeaf;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.Statement;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.testkit.SavedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy of a log shows of a report, once entries before the report went. */
final class PrunedReportTest {
    @TempDir private Path home;
    private OperatorRuns operator;
    private HostsDesk desk;
    private Path report;

    @BeforeEach
    void aReportOnAnOrganisation() throws IOException {
        operator = new OperatorRuns(home);
        operator.login();
        desk = operator.service().desk();
        for (int i = 0; i < 300; i++) {
            append(
                    desk.org(),
                    new LeafBody.Event(
                            EventKind.API_KEY_USED, EventOutcome.SUCCESS, Bytes.zeros(32)));
        }
        report = Files.write(home.resolve("report.cbor"), report().encode().toArray());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private Instant now() {
        return operator.clock().instant();
    }

    private StandInLog.Entry append(Bytes org, LeafBody body) {
        return desk.log().append(now(), org, body);
    }

    /** What a service states, made again for this log. */
    private ReportFile report() {
        Statement saved = Statement.decode(ReportFile.parse(Bytes.of(SavedReport.file())).body());
        StandInLog.Entry server =
                append(
                        Leaf.NO_ORG,
                        new LeafBody.Server(
                                List.of("localhost"),
                                Bytes.zeros(32),
                                Validity.starting(now(), Duration.ofDays(1))));
        OrgChain chain = chain();
        StandInLog.Entry head =
                append(desk.org(), new ReportBody.OrgHead(chain.length(), chain.head()));
        Bytes body =
                new Statement(
                                saved.salt(),
                                now(),
                                desk.org(),
                                Optional.empty(),
                                saved.build(),
                                saved.token(),
                                saved.keys(),
                                desk.anchors(),
                                new Statement.Server(saved.server().chain(), logged(server)),
                                List.of(
                                        new Statement.Organisation(
                                                desk.org(),
                                                "demo",
                                                0,
                                                0,
                                                List.of(),
                                                List.of(),
                                                logged(head),
                                                List.of(),
                                                List.of())))
                        .encode();
        StandInLog.Entry leaf = append(desk.org(), new ReportBody.Report(Sha256.of(body)));
        return new ReportFile(
                body,
                leaf.leaf(),
                desk.log().receipt(leaf.index()),
                List.of(proof(server), proof(head)));
    }

    private static LoggedLeaf logged(StandInLog.Entry entry) {
        return new LoggedLeaf(entry.index(), entry.leaf());
    }

    private List<Bytes> proof(StandInLog.Entry entry) {
        return InclusionProof.compute(entry.index(), desk.log().size(), desk.log().source());
    }

    private OrgChain chain() {
        OrgChain chain = OrgChain.EMPTY;
        for (Bytes leaf : desk.log().leaves()) {
            if (LeafCodec.decode(leaf).org().equals(desk.org())) {
                chain = chain.next(leaf);
            }
        }
        return chain;
    }

    private JsonNode chains(Path mirror) {
        assertThat(operator.run("log", "mirror", mirror.toString()).code()).isZero();
        Session session =
                operator.run(
                        "report",
                        "verify",
                        report.toString(),
                        "--log",
                        mirror.toString(),
                        "--json");
        JsonNode lines = Json.parse(Bytes.utf8(session.out()).toArray()).path("lines");
        for (JsonNode line : lines) {
            if (line.path("topic").asText().equals("org-chains")) {
                return line;
            }
        }
        throw new AssertionError(session.out() + session.err());
    }

    @Test
    void chainsThatCannotBeFollowedAreNotChecked() {
        Path before = home.resolve("before");
        assertThat(chains(before).path("status").asText()).isEqualTo("proven");

        desk.log().prune(now(), 256);

        JsonNode line = chains(home.resolve("after"));
        assertThat(line.path("status").asText()).isEqualTo("not checked");
        assertThat(line.path("reason").asText()).contains("from before those went");
        assertThat(chains(before).path("status").asText()).isEqualTo("proven");
    }

    @Test
    void aCopyThatDoesNotAccountForWhatWentShowsNothing() {
        desk.log().forget(17);
        Path mirror = home.resolve("mirror");
        assertThat(operator.run("log", "mirror", mirror.toString()).code()).isZero();
        Session session =
                operator.run("report", "verify", report.toString(), "--log", mirror.toString());
        assertThat(session.code()).isEqualTo(1);
        assertThat(session.err()).contains("breaks its rules");
    }
}
