package dev.sealwright.operator.attest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest submit}: the service appraises, signs what it found and logs it. */
@Command(
        name = "submit",
        description = {
            "Have the service appraise evidence under a policy of the organisation.",
            "The result is a signed token (EAR) that others can check, and is in the log."
        },
        footerHeading = "%nExamples:%n",
        footer = "  sealwright attest submit quote.cmw --policy td-prod --reference-values td-1.4",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:acceptable",
            "1:refused by the policy, or by the service",
            "2:not authentic, or malformed"
        })
final class SubmitCommand implements Callable<Integer> {
    @Mixin private Connections connections = new Connections();
    @Mixin private Organisation organisation = new Organisation();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "Evidence, bare or wrapped as a CMW.")
    private @Nullable Path file;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "NAME",
            description = "An appraisal policy of the organisation.")
    private String policy = "";

    @Option(
            names = "--reference-values",
            paramLabel = "NAME",
            description = "A set of reference values the policy may use; repeatable.")
    private List<String> referenceValues = new ArrayList<>();

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "Collateral to send along; repeatable.")
    private List<Path> with = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "Else found out.")
    private @Nullable String format;

    @Option(names = "--nonce", paramLabel = "BASE64URL", description = "What it must answer.")
    private @Nullable String nonce;

    private final Surroundings surroundings;

    SubmitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String path =
                "/v1/attestation/verify"
                        + Paths.query(
                                Map.of(
                                        "org",
                                        Optional.of(organisation.name(connections, surroundings))));
        try (var service = connections.open(surroundings)) {
            Fields answer = service.send(Request.post(path, body())).json();
            String verdict = answer.text("verdict");
            output.result(answer.node(), verdict + "\n" + answer.text("result"));
            return switch (verdict) {
                case "acceptable" -> ExitCode.DONE.number();
                case "refused-by-policy" -> ExitCode.REFUSED.number();
                default -> ExitCode.MALFORMED.number();
            };
        }
    }

    private ObjectNode body() {
        if (file == null) {
            throw new IllegalStateException("used before parsing");
        }
        ObjectNode body = Json.object();
        body.put("evidence", EvidenceOptions.read(file).base64Url());
        body.put("policy", policy);
        Optional.ofNullable(format).ifPresent(f -> body.put("format", f));
        Optional.ofNullable(nonce).ifPresent(n -> body.put("nonce", n));
        ArrayNode sets = body.putArray("reference_values");
        referenceValues.forEach(sets::add);
        ArrayNode collateral = body.putArray("collateral");
        with.forEach(f -> collateral.add(EvidenceOptions.read(f).base64Url()));
        return body;
    }
}
