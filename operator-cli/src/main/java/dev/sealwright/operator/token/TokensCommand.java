package dev.sealwright.operator.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.operator.service.OrgDesk;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.RevocationDocument;
import dev.sealwright.protocol.token.RevocationList;
import java.nio.file.Path;
import java.util.function.Function;
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
    private static final String TOKENS = "/capability-tokens";

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
    void list(@Mixin OrgDesk desk) {
        desk.list(surroundings, TOKENS);
    }

    @Command(
            name = "show",
            description = "Show one, with a receipt under the newest checkpoint.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens show 0198c0de-…")
    void show(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "ID", description = "As tokens list shows it.") String id) {
        desk.show(surroundings, token(id));
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
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "ID", description = "As tokens list shows it.") String id,
            @Option(
                            names = "--algorithm",
                            paramLabel = "NAME",
                            description = "EdDSA or ES256. Default: as the service is configured.")
                    @Nullable String algorithm) {
        String query = algorithm == null ? "" : "?algorithm=" + Paths.segment(algorithm);
        post(desk, token(id) + "/jwt" + query, Json.object(), answer -> answer.text("jwt"));
    }

    @Command(
            name = "revoke",
            description = "End a token for good, or one block of it and what follows that.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens revoke 0198c0de-… --reason leaked")
    void revoke(
            @Mixin OrgDesk desk,
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
        var body = Json.object().put("reason", reason);
        if (block != null) {
            body.put("block", block);
        }
        post(desk, token(id) + "/revocation", body, _ -> id + " is revoked");
    }

    @Command(
            name = "introspect",
            description = "Ask the service whether a token is good for anything now (RFC 7662).",
            footerHeading = "%nExample:%n",
            footer = "  sealwright tokens introspect token.txt")
    void introspect(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "FILE", description = "The token.") Path file) {
        var body = Json.object().put("token", TokenText.read(file).token().text());
        post(
                desk,
                TOKENS + "/introspection",
                body,
                answer -> answer.flag("active") ? "active" : "good for nothing now");
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
            @Mixin OrgDesk desk,
            @Option(names = "--out", paramLabel = "FILE", description = "Where it goes.")
                    @Nullable Path out) {
        try (var service = desk.open(surroundings)) {
            String path = desk.path(surroundings, TOKENS + "/revocations");
            var request = Request.get(path).upTo(2 * RevocationList.MAX_SIZE);
            var json = service.send(request).json().node();
            var list =
                    RevocationDocument.fromJson(Json.map(json))
                            .verify(new ReceiptVerifier(desk.anchors(service, surroundings)));
            if (out != null) {
                PrivateFile.write(out, Json.document(json));
            }
            desk.output()
                    .result(
                            json,
                            list.list().entries().size() + " revocations, as of " + list.time());
        }
    }

    private void post(
            OrgDesk desk, String below, ObjectNode body, Function<Fields, String> meaning) {
        var request = Request.repeatablePost(desk.path(surroundings, below), body);
        desk.send(surroundings, request, meaning);
    }

    private static String token(String id) {
        return TOKENS + "/" + Paths.segment(id);
    }
}
