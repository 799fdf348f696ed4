package dev.sealwright.operator.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Once;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.AuthenticToken;
import dev.sealwright.protocol.token.Authentication;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.HolderKey;
import dev.sealwright.protocol.token.TokenVerifier;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokens issue}: what comes back is believed only when the log proves it. */
@Command(
        name = "issue",
        description = {
            "Issue a token and print it.",
            "For a host its policy bounds what the token may allow; for a subject of your choosing"
                    + " it takes the role ADMIN."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright tokens issue --holder agent.pub --host 0198c0de-… --audience"
                    + " https://tools.example --tool search",
            "  sealwright tokens issue --holder agent.pem --subject agent:7 --audience"
                    + " https://tools.example --tool git.push --resource repo:web/ --limit"
                    + " git.push.branch=in:main,next --depth 2"
        })
final class IssueCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final Organisation organisation = new Organisation();
    @Mixin private final GrantOptions grant = new GrantOptions();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--holder",
            required = true,
            paramLabel = "FILE",
            description = "The holder's key; only its public half is sent.")
    private Path holder = Path.of("");

    @Option(names = "--subject", paramLabel = "NAME", description = "For whom.")
    private @Nullable String subject;

    @Option(names = "--host", paramLabel = "SANDBOX-ID", description = "For which host.")
    private @Nullable String host;

    @Option(
            names = "--ttl-seconds",
            paramLabel = "S",
            description = "How long it lasts, up to 86400. Default: the service's.")
    private @Nullable Long ttlSeconds;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "0",
            description = "How often it may be narrowed and handed on, up to 8 (0).")
    private int depth;

    IssueCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if ((subject == null) == (host == null)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "it is not said for whom", "add --subject or --host, not both");
        }
        HolderKey key = HolderFile.publicKey(holder);
        var profile = connections.profile(surroundings);
        String path = organisation.path(connections, surroundings) + "/capability-tokens";
        try (var service = Connections.open(profile, surroundings)) {
            var anchors =
                    TrustedAnchors.fetch(service, profile.root(), surroundings.clock().instant());
            Request request = Once.of(Request.repeatablePost(path, body(key)), surroundings);
            var answer = service.send(request).json();
            CapabilityToken token = CapabilityToken.parse(answer.text("token"));
            requireMine(new TokenVerifier(new ReceiptVerifier(anchors)), token, key);
            output.result(answer.node(), token.text());
        }
    }

    private ObjectNode body(HolderKey key) {
        ObjectNode body =
                Json.object().put("holder_key", key.spki().base64Url()).put("depth", depth);
        body.set("grant", Json.tree(grant.json()));
        if (subject != null) {
            body.put("subject", subject);
        }
        if (host != null) {
            body.put("sandbox_id", host);
        }
        if (ttlSeconds != null) {
            body.put("ttl_seconds", ttlSeconds);
        }
        return body;
    }

    private void requireMine(TokenVerifier verifier, CapabilityToken token, HolderKey key) {
        boolean mine =
                switch (verifier.authenticate(token.encode())) {
                    case AuthenticToken authentic ->
                            authentic.holder().equals(key)
                                    && authentic.claims().caveats().equals(grant.caveats());
                    case Authentication.NotAuthentic(var denial) ->
                            throw new VerificationException(Reason.MISMATCH, denial.text());
                };
        if (!mine) {
            throw new VerificationException(
                    Reason.MISMATCH, "the service logged another token than was asked for");
        }
    }
}
