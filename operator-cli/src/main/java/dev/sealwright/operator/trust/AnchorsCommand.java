package dev.sealwright.operator.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.mirror.AnchorsHistory;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.epoch.AnchorsChange;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code anchors}: whom the service's clients trust, and putting others in force. */
@Command(
        name = "anchors",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The root-signed document that says whom to trust.",
            "The ceremony makes another one (ceremony anchors sign, approve); publish has it"
                    + " logged, and so put in force."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright anchors show", "  sealwright anchors publish ./change.cbor"})
public final class AnchorsCommand {
    private static final int MAX_CHANGE = 128 * 1024;

    private final Surroundings surroundings;

    public AnchorsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "show",
            description = {
                "Show the anchors in force, verified under the root of login, with those that they"
                        + " replaced in this epoch, each by its leaf in the log."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright anchors show --json")
    void show(@Mixin Connections connections, @Mixin OutputOptions output) {
        var profile = connections.profile(surroundings);
        try (var service = Connections.open(profile, surroundings)) {
            AnchorsHistory history =
                    AnchorsHistory.fetch(service, profile.root(), surroundings.clock().instant());
            output.result(json(history), table(history.present()));
        }
    }

    private static String table(VerifiedAnchors present) {
        Anchors anchors = present.content();
        Table table = new Table("WHAT", "VALUE");
        table.row("version", Long.toString(anchors.version()));
        table.row("origin", anchors.origin());
        table.row("until", anchors.validity().expires().toString());
        table.row("server names", String.join(" ", anchors.serverNames()));
        table.row("quorum", anchors.quorum() + " of " + anchors.voters().size());
        for (Voter voter : anchors.voters()) {
            table.row(
                    voter.kind().text() + " " + voter.name(),
                    voter.noteKey(anchors.origin()).vkey());
            voter.postQuantumKey()
                    .ifPresent(
                            key ->
                                    table.row(
                                            "post-quantum " + voter.name(),
                                            "ML-DSA-65, SHA-256 " + Sha256.of(key).hex()));
        }
        table.row("operators", anchors.operatorsRequired() + " of " + anchors.operators().size());
        return table.toString();
    }

    private static ObjectNode json(AnchorsHistory history) {
        Anchors anchors = history.present().content();
        ObjectNode json =
                Json.object()
                        .put("version", anchors.version())
                        .put("origin", anchors.origin())
                        .put("expires_at", anchors.validity().expires().toString())
                        .put("quorum", anchors.quorum())
                        .put("operators_required", anchors.operatorsRequired())
                        .put("sha256", history.present().digest().hex())
                        .put("replaced", history.successions().size());
        anchors.serverNames().forEach(json.putArray("server_names")::add);
        var voters = json.putArray("voters");
        for (Voter voter : anchors.voters()) {
            ObjectNode each =
                    voters.addObject()
                            .put("name", voter.name())
                            .put("kind", voter.kind().text())
                            .put("vkey", voter.noteKey(anchors.origin()).vkey());
            voter.postQuantumNoteKey(anchors.origin())
                    .ifPresent(key -> each.put("post_quantum_vkey", key.vkey()));
        }
        var operators = json.putArray("operators");
        anchors.operators().forEach(each -> operators.add(each.name()));
        return json;
    }

    @Command(
            name = "publish",
            description = {
                "Hand anchors that the root signed and enough operators approved to the service,"
                        + " which logs them; they are in force when this ends.",
                "Takes the role PLATFORM; who may change what is trusted, the file says itself."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright anchors publish ./change.cbor --json")
    void publish(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "What ceremony anchors sign wrote.")
                    Path file) {
        AnchorsChange change = AnchorsChange.decode(EvidenceFile.bytes(file, MAX_CHANGE));
        try (var service = connections.open(surroundings)) {
            var answer = service.send(Request.repeatablePost("/v1/anchors", body(change))).json();
            output.result(
                    answer.node(),
                    "anchors of version "
                            + answer.number("version")
                            + " are in force after entry "
                            + answer.number("index"));
        }
    }

    private static ObjectNode body(AnchorsChange change) {
        ObjectNode body = Json.object().put("document", change.document().base64Url());
        var approvals = body.putArray("approvals");
        change.approvals()
                .forEach(
                        each ->
                                approvals
                                        .addObject()
                                        .put("operator", each.operator())
                                        .put("signature", each.signature().base64Url()));
        return body;
    }
}
