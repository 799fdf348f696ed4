package dev.sealwright.operator.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a period, made by one command and checked by another that asks nobody. */
final class BundleTest {
    @TempDir private Path home;
    private OperatorRuns operator;
    private AuditDesk audit;
    private Instant begin;
    private Path file;

    @BeforeEach
    void anOrganisationWithAYearOfEntries() {
        operator = new OperatorRuns(home);
        operator.login();
        audit = new AuditDesk(operator.service().desk());
        begin = operator.clock().instant();
        file = home.resolve("bundle.zip");
        operator.service().can("/audit/entries", audit::page);
        operator.service()
                .can(
                        "/v1/reports",
                        (String _) -> {
                            audit.report(begin.plus(Duration.ofDays(300)));
                            return Json.object().put("id", "x");
                        });
        event(1, EventKind.ACCESS_REFUSED, "{\"user\":\"before\"}");
        audit.report(begin.plus(Duration.ofDays(2)));
        event(10, EventKind.ACCESS_REFUSED, "{\"user\":\"=cmd|' /C calc'!A0\"}");
        row(11, RecordKind.ROLE_BINDING);
        row(12, RecordKind.SANDBOX_SPEC);
        event(19, EventKind.HOST_QUARANTINED, "{\"sandbox_id\":\"s\"}");
        event(30, EventKind.ACCESS_REFUSED, "{\"user\":\"after\"}");
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private void event(int day, EventKind kind, String detail) {
        audit.event(begin.plus(Duration.ofDays(day)), kind, detail);
    }

    private void row(int day, RecordKind kind) {
        operator.service()
                .desk()
                .log()
                .append(
                        begin.plus(Duration.ofDays(day)),
                        operator.service().desk().org(),
                        new LeafBody.RecordBody(
                                kind,
                                Bytes.fromHex(String.format(Locale.ROOT, "%032x", day)),
                                1,
                                RecordState.SET,
                                Bytes.zeros(32)));
    }

    private Session export(int from, int to) {
        return operator.run(
                "audit",
                "export",
                "--soc2",
                "--org",
                "demo",
                "--from",
                begin.plus(Duration.ofDays(from)).toString(),
                "--to",
                begin.plus(Duration.ofDays(to)).toString(),
                "--out",
                file.toString());
    }

    private Session verify() {
        return operator.run("verify", "bundle", file.toString());
    }

    private Map<String, Bytes> files() throws IOException {
        return new LinkedHashMap<>(StoredZip.read(Bytes.of(Files.readAllBytes(file))));
    }

    private void put(Map<String, Bytes> files) throws IOException {
        Files.write(file, StoredZip.write(files).toArray());
    }

    @Test
    void theEvidenceOfAPeriodIsWholeAndVerifiesOffline() throws IOException {
        Session made = export(5, 20);
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        assertThat(made.out()).contains("4 entries of the period", "nothing is missing");
        int asked = operator.service().requests().size();

        Session verified = verify();
        assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out()).contains("verified: 4 entries", "none missing");
        assertThat(operator.service().requests()).hasSize(asked);
        assertThat(files().get("criteria.csv").stream())
                .hasBinaryContent(
                        ("\"criterion\",\"about\",\"kind\",\"entries\",\"leaf_indexes\"\r\n"
                                        + row("CC6.1", Criterion.CC6_1, "access.refused", 1, "5")
                                        + row("CC6.2", Criterion.CC6_2, "none", 0, "")
                                        + row("CC6.3", Criterion.CC6_3, "role-binding", 1, "6")
                                        + row("CC7.2", Criterion.CC7_2, "access.refused", 1, "5")
                                        + row("CC7.2", Criterion.CC7_2, "host.quarantined", 1, "8")
                                        + row("CC8.1", Criterion.CC8_1, "sandbox-spec", 1, "7"))
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static String row(String id, Criterion criterion, String kind, int number, String at) {
        return String.format(
                Locale.ROOT,
                "\"%s\",\"%s\",\"%s\",\"%d\",\"%s\"\r\n",
                id,
                criterion.about(),
                kind,
                number,
                at);
    }

    @Test
    void theSameEvidenceIsTheSameFile() throws IOException {
        export(5, 20);
        byte[] first = Files.readAllBytes(file);
        export(5, 20);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void eachFlippedByteIsRefused() throws IOException {
        export(5, 20);
        byte[] good = Files.readAllBytes(file);
        var verifier =
                new ReceiptVerifier(
                        AnchorsDocument.verify(
                                operator.service().desk().anchors(),
                                operator.service().pin(),
                                operator.clock().instant()));
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            int flipped = at;
            assertThatThrownBy(() -> Bundle.read(StoredZip.read(Bytes.of(bad)), verifier))
                    .as("byte " + flipped)
                    .isInstanceOfAny(MalformedException.class, VerificationException.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        Files.write(file, longer);
        assertThat(verify().code()).isEqualTo(2);
    }

    @Test
    void whatIsChangedInAWellMadeArchiveIsRefusedToo() throws IOException {
        export(5, 20);
        Map<String, Bytes> good = files();
        for (String name : good.keySet()) {
            byte[] content = good.get(name).toArray();
            for (int at = 0; at < content.length; at += 41) {
                byte[] bad = content.clone();
                bad[at] ^= 1;
                var files = new LinkedHashMap<>(good);
                files.put(name, Bytes.of(bad));
                put(files);
                assertThat(verify().code()).as(name + " at " + at).isIn(1, 2);
            }
        }
        var more = new LinkedHashMap<>(good);
        more.put("more.txt", Bytes.utf8("more"));
        put(more);
        assertThat(verify().code()).isEqualTo(2);
    }

    @Test
    void anEntryThatIsLeftOutIsMissed() throws IOException {
        export(5, 20);
        var files = files();
        String lines = new String(files.get("entries.jsonl").toArray(), StandardCharsets.UTF_8);
        String without =
                lines.lines()
                        .filter(line -> !line.contains("role-binding"))
                        .map(line -> line + "\n")
                        .reduce("", String::concat);
        files.put("entries.jsonl", Bytes.utf8(without));
        put(files);
        Session verified = verify();
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.err()).contains("does not follow the one before it");
    }

    @Test
    void aDetailThatTheLeafDoesNotHoldIsNotExported() {
        operator.service()
                .can(
                        "/audit/entries",
                        (String query) ->
                                Json.parse(
                                        audit.page(query)
                                                .toString()
                                                .replace("before", "nobody")
                                                .replace("calc", "claq")
                                                .getBytes(StandardCharsets.UTF_8)));
        Session made = export(5, 20);
        assertThat(made.code()).isEqualTo(1);
        assertThat(made.err()).contains("does not hold the digest of");
        assertThat(file).doesNotExist();
    }

    @Test
    void aPeriodThatIsNotOverIsNotCalledWhole() {
        Session made = export(5, 400);
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("the period is not over");
        assertThat(verify().code()).isEqualTo(1);
        assertThat(verify().out()).contains("not shown: that none is missing");
    }

    @Test
    void anotherRootVerifiesNothing() {
        export(5, 20);
        Session verified =
                operator.run(
                        "verify",
                        "bundle",
                        file.toString(),
                        "--root-fingerprint",
                        Bytes.zeros(32).hex());
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.err()).contains("anchors of another root");
    }

    @Test
    void aBundleTakesAnOrganisationAndAPeriod() {
        assertThat(operator.run("audit", "export", "--soc2", "--org", "demo", "--out", "x").code())
                .isEqualTo(3);
        assertThat(export(20, 5).code()).isEqualTo(2);
    }

    @Test
    void aLineOfTheEntriesIsAReceiptByItself() throws IOException {
        export(5, 20);
        String entries = new String(files().get("entries.jsonl").toArray(), StandardCharsets.UTF_8);
        Path line = home.resolve("line.json");
        Files.writeString(line, entries.lines().findFirst().orElseThrow());
        Path anchors = home.resolve("anchors.cose");
        Files.write(anchors, files().get("anchors.cose").toArray());
        Session verified =
                operator.run("verify", "receipt", line.toString(), "--anchors", anchors.toString());
        assertThat(verified.code()).as(verified.err()).isZero();
    }

    @Test
    void aFormulaInADetailIsTextToASpreadsheet() throws IOException {
        Path csv = home.resolve("entries.csv");
        operator.service()
                .can("/audit/checkpoint", operator.service().desk().log().checkpoint().bytes());
        Session made = operator.run("audit", "export", "--format", "csv", "--out", csv.toString());
        assertThat(made.code()).as(made.err()).isZero();
        String text = Files.readString(csv);
        assertThat(text)
                .startsWith("\"leaf_index\",\"time\",")
                .contains("\"{\"\"user\"\":\"\"=cmd|");
        var formulas = new Csv(1);
        for (String field :
                new String[] {"=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1", " =1", "a\"b"}) {
            formulas.row(List.of(field));
        }
        assertThat(new String(formulas.bytes().toArray(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "\"'=1+1\"\r\n\"'+1\"\r\n\"'-1\"\r\n\"'@x\"\r\n\"'\t=1\"\r\n\"'\r\n=1\"\r\n\"' =1\"\r\n\"a\"\"b\"\r\n");
    }

    @Test
    void noBundleIsMadeOfWhatWentWithRetention() {
        long gone =
                audit.page("kind=access.refused").get("items").get(1).get("leaf_index").asLong();
        audit.forget(gone);
        Session refused = export(5, 20);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("entry " + gone + " went with retention");
        assertThat(file).doesNotExist();
    }
}
