package dev.sealwright.operator.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.verify.AnchoredTrust;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.AuthenticToken;
import dev.sealwright.protocol.token.Authentication;
import dev.sealwright.protocol.token.CapabilityDetails;
import dev.sealwright.protocol.token.CapabilityRequest;
import dev.sealwright.protocol.token.Denial;
import dev.sealwright.protocol.token.Possession;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationList;
import dev.sealwright.protocol.token.RevocationRule;
import dev.sealwright.protocol.token.TokenPolicy;
import dev.sealwright.protocol.token.TokenVerdict;
import dev.sealwright.protocol.token.TokenVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify token}: offline, under the pinned root. */
@Command(
        description = {
            "Verify a capability token offline: its receipt, its blocks, its time, revocation.",
            "Given a presentation, a challenge and the request, also whether it allows that."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright verify token token.txt --anchors mirror/anchors.cose --revocations"
                    + " revocations.json",
            "  sealwright verify token presented.txt --anchors anchors.cose --audience"
                    + " https://tools.example --challenge 3q2-7w… --tool search"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:verified, or allowed",
            "1:refused",
            "2:malformed",
            "3:wrong command line"
        })
public final class VerifyTokenCommand implements Callable<Integer> {
    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Surroundings surroundings;

    @Mixin private final AnchoredTrust trust = new AnchoredTrust();
    @Mixin private final RequestOptions request = new RequestOptions();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "A token or a presentation.")
    private Path file = Path.of("");

    @Option(
            names = "--revocations",
            paramLabel = "FILE",
            description =
                    "The list of revocations. Without it only tokens of 15 minutes are taken.")
    private @Nullable Path revocations;

    @Option(
            names = "--max-list-age",
            paramLabel = "S",
            defaultValue = "300",
            description = "How old the list may be (300).")
    private long maxListAge;

    @Option(names = "--audience", paramLabel = "NAME", description = "Who verifies.")
    private @Nullable String audience;

    @Option(
            names = "--challenge",
            paramLabel = "NONCE",
            description = "What the holder was challenged with.")
    private @Nullable String challenge;

    public VerifyTokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        TokenText text = TokenText.read(file);
        ReceiptVerifier receipts = trust.verifier(surroundings);
        Instant now = surroundings.clock().instant();
        RevocationRule rule = rule(receipts);
        Authentication found = new TokenVerifier(receipts).authenticate(text.token().encode());
        return switch (found) {
            case Authentication.NotAuthentic(Denial denial) ->
                    report(Json.object(), List.of(denial));
            case AuthenticToken token ->
                    report(
                            describe(token),
                            request.request()
                                    .map(asked -> decided(token, text, asked, rule, now))
                                    .orElseGet(() -> TokenVerifier.standing(token, rule, now)));
        };
    }

    private RevocationRule rule(ReceiptVerifier receipts) {
        if (revocations == null) {
            return new RevocationRule.ShortLived(SHORT);
        }
        byte[] json = EvidenceFile.bytes(revocations, 2 * RevocationList.MAX_SIZE).toArray();
        var document = RevocationDocument.fromJson(Json.map(json));
        return new RevocationRule.Listed(document.verify(receipts), Duration.ofSeconds(maxListAge));
    }

    private List<Denial> decided(
            AuthenticToken token,
            TokenText text,
            CapabilityRequest asked,
            RevocationRule rule,
            Instant now) {
        if (audience == null || challenge == null || text.presentation().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "a request is judged for a presentation, an audience and a challenge",
                    "add --audience and --challenge, or leave --tool out");
        }
        var policy = new TokenPolicy(token.org(), audience, LONGEST, rule, Optional.empty());
        var possession =
                new Possession.Challenged(
                        Bytes.fromBase64Url(challenge), text.presentation().get().answer());
        return switch (TokenVerifier.decide(token, possession, asked, policy, now)) {
            case TokenVerdict.Allowed _ -> List.of();
            case TokenVerdict.Refused(var _, List<Denial> denials) -> denials;
        };
    }

    private static ObjectNode describe(AuthenticToken token) {
        ObjectNode json =
                Json.object()
                        .put("id", token.id().hex())
                        .put("org", token.org().hex())
                        .put("subject", token.claims().subject())
                        .put("nbf", token.validity().notBefore().toString())
                        .put("exp", token.expires().toString())
                        .put("holder", token.holder().thumbprint())
                        .put("index", token.leaf().index());
        var layers = json.putArray("layers");
        token.layers()
                .forEach(
                        layer -> {
                            ObjectNode each = Json.tree(CapabilityDetails.of(layer.caveats()));
                            each.remove("type");
                            layers.add(each.put("layer", layer.id().base64Url()));
                        });
        return json;
    }

    private int report(ObjectNode json, List<Denial> denials) {
        json.put("verified", denials.isEmpty());
        var reasons = json.putArray("denials");
        denials.forEach(
                denial ->
                        reasons.addObject()
                                .put("reason", denial.reason().text())
                                .put("layer", denial.layer())
                                .put("text", denial.text()));
        output.result(
                json,
                denials.isEmpty()
                        ? "verified: " + Json.readable(json)
                        : denials.stream()
                                .map(
                                        denial ->
                                                "refused, layer "
                                                        + denial.layer()
                                                        + ": "
                                                        + denial.text()
                                                        + " ("
                                                        + denial.reason().text()
                                                        + ")")
                                .collect(Collectors.joining("\n")));
        return (denials.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }
}
