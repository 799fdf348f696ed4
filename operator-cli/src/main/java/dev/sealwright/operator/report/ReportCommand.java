package dev.sealwright.operator.report;

import dev.sealwright.attestation.report.AppraisedReport;
import dev.sealwright.attestation.report.Demands;
import dev.sealwright.attestation.report.ReportFile;
import dev.sealwright.attestation.report.ReportPage;
import dev.sealwright.attestation.report.ReportVerifier;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report create|list|fetch|sbom|show}; {@code verify} is a command of its own. */
@Command(
        name = "report",
        synopsisSubcommandLabel = "COMMAND",
        description = "Compliance reports: made and logged by the service, verified by anyone.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright report create --nonce 00ff10 --out report.cbor",
            "  sealwright report verify report.cbor --root-fingerprint 3f…9c",
            "  sealwright report show report.cbor --html report.html"
        })
public final class ReportCommand {
    private static final Duration MAKING = Duration.ofMinutes(2);
    private static final int MAX_SBOM = 16 * 1024 * 1024;

    private final Surroundings surroundings;

    public ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "create",
            description = {
                "Have a report made, verify it under the pinned root, and write it to a file.",
                "About the organisation, or with --all about the whole service."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright report create --all --nonce 00ff10 --out report.cbor")
    void create(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Option(names = "--all", description = "About the whole service.") boolean all,
            @Option(
                            names = "--nonce",
                            paramLabel = "HEX",
                            description = "What the report shall repeat: 1 to 64 bytes.")
                    @Nullable String nonce,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where it is written.")
                    Path out) {
        Profile profile = connections.profile(surroundings);
        Optional<Bytes> asked = Optional.ofNullable(nonce).map(Bytes::fromHex);
        var body = Json.object();
        asked.ifPresent(bytes -> body.put("nonce", bytes.base64Url()));
        try (var service = Connections.open(profile, surroundings)) {
            String query = about(all, connections, organisation);
            var made =
                    service.send(Request.post("/v1/reports" + query, body).within(MAKING)).json();
            Bytes file = file(service, made.text("id"), query);
            AppraisedReport report = appraised(file, profile, asked);
            PrivateFile.write(out, file.toArray());
            output.result(made.node(), ReportText.summary(report) + "; the report is " + out);
        }
    }

    private AppraisedReport appraised(Bytes file, Profile profile, Optional<Bytes> nonce) {
        return AppraisedReport.of(
                new ReportVerifier(profile.root()).verify(ReportFile.parse(file)),
                new Demands(nonce, Optional.empty(), Optional.empty()),
                Optional.empty(),
                surroundings.clock().instant());
    }

    @Command(
            name = "list",
            description = "List the reports that were made.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright report list --org acme")
    void list(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Option(names = "--all", description = "Those about the whole service.") boolean all) {
        try (var service = connections.open(surroundings)) {
            Listing.fetch(service, "/v1/reports", filter(all, connections, organisation))
                    .show(output);
        }
    }

    @Command(
            name = "fetch",
            description = "Fetch a report that was made before.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright report fetch 0198c0de-… --out report.cbor")
    void fetch(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "ID", description = "As report list shows it.") String id,
            @Option(names = "--all", description = "One about the whole service.") boolean all,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where it is written.")
                    Path out) {
        try (var service = connections.open(surroundings)) {
            Bytes file = file(service, id, about(all, connections, organisation));
            PrivateFile.write(out, file.toArray());
            output.result(
                    Json.object().put("file", out.toString()).put("size", file.size()),
                    "the report is " + out + ", not verified yet");
        }
    }

    @Command(
            name = "sbom",
            description = "Fetch the list of the service's components (CycloneDX).",
            footerHeading = "%nExample:%n",
            footer = "  sealwright report sbom --out sealwright.cdx.json")
    void sbom(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where it is written.")
                    Path out) {
        try (var service = connections.open(surroundings)) {
            Bytes list = service.send(Request.get("/sbom.json").upTo(MAX_SBOM)).body();
            PrivateFile.write(out, list.toArray());
            output.result(
                    Json.object().put("file", out.toString()).put("size", list.size()),
                    "the component list is " + out);
        }
    }

    @Command(
            name = "show",
            description = "Verify a report and write it as one HTML page, to be read or printed.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright report show report.cbor --html report.html")
    int show(
            @Mixin ReportChecks checks,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "What report create wrote.") Path file,
            @Option(
                            names = "--html",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where the page is written.")
                    Path html) {
        AppraisedReport report = checks.appraise(file, output, surroundings);
        PrivateFile.write(html, ReportPage.of(report).getBytes(StandardCharsets.UTF_8));
        output.result(
                Json.object().put("verified", report.holds()).put("page", html.toString()),
                ReportText.summary(report) + "; the page is " + html);
        return (report.holds() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private static Bytes file(ServiceClient service, String id, String query) {
        return service.send(
                        Request.get("/v1/reports/" + Paths.segment(id) + query)
                                .header("Accept", "application/cbor, application/problem+json")
                                .upTo(ReportFile.MAX_SIZE)
                                .within(MAKING))
                .body();
    }

    private String about(boolean all, Connections connections, Organisation organisation) {
        return Paths.query(filter(all, connections, organisation));
    }

    private Map<String, Optional<String>> filter(
            boolean all, Connections connections, Organisation organisation) {
        return all
                ? Map.of()
                : Map.of("org", Optional.of(organisation.name(connections, surroundings)));
    }
}
