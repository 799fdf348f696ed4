package dev.sealwright.operator.token;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.token.Attenuation;
import dev.sealwright.protocol.token.CapabilityRequest;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Layer;
import dev.sealwright.protocol.token.Possession;
import dev.sealwright.protocol.token.Presentation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokens present}: offline, by the holder. */
@Command(
        name = "present",
        description = {
            "Answer a verifier's challenge for one request, offline, and print the presentation.",
            "It is good for a minute, for that request and that verifier alone."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sealwright tokens present token.txt --key agent.pem --audience"
                    + " https://tools.example --challenge 3q2-7w… --tool search"
        })
final class PresentCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final RequestOptions request = new RequestOptions();
    @Mixin private final HeldToken held = new HeldToken();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--audience",
            required = true,
            paramLabel = "NAME",
            description = "The verifier, as it calls itself.")
    private String audience = "";

    @Option(
            names = "--challenge",
            required = true,
            paramLabel = "NONCE",
            description = "What it sent: base64url of 32 bytes.")
    private String challenge = "";

    PresentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        CapabilityRequest asked =
                request.request()
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                ExitCode.USAGE,
                                                "it is not said which tool is to be called",
                                                "add --tool TOOL"));
        HolderFile holder = held.holder();
        CapabilityToken token = held.token();
        Layer last = Attenuation.layers(token).getLast();
        if (!last.holder().equals(holder.key())) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "the token is bound to another key than this one",
                    "give the key that it was issued for or handed on to");
        }
        Possession.Answer answer =
                Possession.Answer.sign(
                        holder,
                        last.id(),
                        audience,
                        Bytes.fromBase64Url(challenge),
                        surroundings.clock().instant(),
                        asked);
        String text = new Presentation(token.encode(), answer).text();
        output.result(Json.object().put("presentation", text), text);
    }
}
