package dev.sealwright.operator.token;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationList;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokens …}. */
@Command(
        name = "tokens",
        synopsisSubcommandLabel = "COMMAND",
        description = "Capability tokens: what somebody may do, bound to his key.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright tokens keygen agent.pem",
            "  sealwright tokens issue --holder agent.pem --subject agent:7 --audience"
                    + " https://tools.example --tool search --depth 1 > token.txt",
            "  sealwright tokens attenuate token.txt --key agent.pem --to helper.pem --tool search"
                    + " --calls 5 > narrow.txt",
            "  sealwright tokens revocations --out revocations.json"
        })
public final class TokensCommand {
    /** The keys that a token can be bound to. */
    enum HolderKeyType {
        ed25519(HostKeyType.ed25519),
        p256(HostKeyType.p256);

        private final HostKeyType type;

        HolderKeyType(HostKeyType type) {
            this.type = type;
        }
    }

    private final Surroundings surroundings;

    private TokensCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command with all below it. */
    public static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new TokensCommand(surroundings))
                .addSubcommand(new IssueCommand(surroundings))
                .addSubcommand(new AttenuateCommand(surroundings))
                .addSubcommand(new PresentCommand(surroundings));
    }

    @Command(
            name = "keygen",
            description = {
                "Make a holder's key, offline, in a file that only you can read.",
                "What is printed is the public half, for whoever issues the token."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens keygen agent.pem > agent.pub")
    void keygen(
            @Mixin OutputOptions output,
            @Option(
                            names = "--type",
                            defaultValue = "ed25519",
                            description = "${COMPLETION-CANDIDATES} (ed25519).")
                    HolderKeyType type,
            @Parameters(paramLabel = "FILE", description = "Where the key goes.") Path file) {
        HolderFile made = HolderFile.make(file, type.type, surroundings.random());
        output.result(
                Json.object()
                        .put("holder_key", made.key().spki().base64Url())
                        .put("thumbprint", made.key().thumbprint()),
                Pem.text("PUBLIC KEY", made.key().spki()).stripTrailing());
    }

    @Command(
            name = "list",
            description = "List the tokens of an organisation.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens list --org demo")
    void list(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Listing listing = Listing.fetch(service, tokens(connections, organisation), Map.of());
            output.result(listing.json(), listing.table());
        }
    }

    @Command(
            name = "show",
            description = "Show one, with a receipt under the newest checkpoint.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens show 0198c0de-…")
    void show(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "ID", description = "As tokens list shows it.") String id) {
        try (var service = connections.open(surroundings)) {
            String path = tokens(connections, organisation) + "/" + Paths.segment(id);
            var one = service.send(Request.get(path)).json().node();
            output.result(one, Json.readable(one));
        }
    }

    @Command(
            name = "jwt",
            description = {
                "Have a token as a JSON Web Token, for whoever reads no receipts.",
                "Its keys are at /.well-known/jwks.json. It cannot be narrowed."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens jwt 0198c0de-… --algorithm ES256 > token.jwt")
    void jwt(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "ID", description = "As tokens list shows it.") String id,
            @Option(
                            names = "--algorithm",
                            paramLabel = "NAME",
                            description = "EdDSA or ES256. Default: as the service is configured.")
                    @Nullable String algorithm) {
        try (var service = connections.open(surroundings)) {
            String query = algorithm == null ? "" : "?algorithm=" + Paths.segment(algorithm);
            String path =
                    tokens(connections, organisation) + "/" + Paths.segment(id) + "/jwt" + query;
            var answer = service.send(Request.repeatablePost(path, Json.object())).json();
            output.result(answer.node(), answer.text("jwt"));
        }
    }

    @Command(
            name = "revoke",
            description = "End a token for good, or one block of it and what follows that.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens revoke 0198c0de-… --reason leaked")
    void revoke(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "ID", description = "As tokens list shows it.") String id,
            @Option(
                            names = "--block",
                            paramLabel = "BLOCK",
                            description = "Only that block; verify token names their ids.")
                    @Nullable String block,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is audited.")
                    String reason) {
        try (var service = connections.open(surroundings)) {
            String path =
                    tokens(connections, organisation) + "/" + Paths.segment(id) + "/revocation";
            var body = Json.object().put("reason", reason);
            if (block != null) {
                body.put("block", block);
            }
            var answer = service.send(Request.repeatablePost(path, body)).json().node();
            output.result(answer, id + " is revoked");
        }
    }

    @Command(
            name = "introspect",
            description = "Ask the service whether a token is good for anything now (RFC 7662).",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens introspect token.txt")
    void introspect(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "The token.") Path file) {
        try (var service = connections.open(surroundings)) {
            String path = tokens(connections, organisation) + "/introspection";
            var body = Json.object().put("token", TokenText.read(file).token().text());
            var answer = service.send(Request.repeatablePost(path, body)).json();
            output.result(answer.node(), answer.flag("active") ? "active" : "good for nothing now");
        }
    }

    @Command(
            name = "revocations",
            description = {
                "Fetch the list of revocations that verifiers check offline.",
                "It is written only if the log proves it."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens revocations --out revocations.json")
    void revocations(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Option(names = "--out", paramLabel = "FILE", description = "Where it goes.")
                    @Nullable Path out) {
        var profile = connections.profile(surroundings);
        try (var service = Connections.open(profile, surroundings)) {
            String path = tokens(connections, organisation) + "/revocations";
            var request = Request.get(path).upTo(2 * RevocationList.MAX_SIZE);
            var json = service.send(request).json().node();
            var anchors =
                    TrustedAnchors.fetch(service, profile.root(), surroundings.clock().instant());
            var list =
                    RevocationDocument.fromJson(Json.map(json))
                            .verify(new ReceiptVerifier(anchors));
            if (out != null) {
                PrivateFile.write(out, Json.document(json));
            }
            output.result(
                    json, list.list().entries().size() + " revocations, as of " + list.time());
        }
    }

    private String tokens(Connections connections, Organisation organisation) {
        return organisation.path(connections, surroundings) + "/capability-tokens";
    }
}
