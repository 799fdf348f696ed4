package dev.sealwright.operator.ceremony;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Desk;
import dev.sealwright.operator.service.Paths;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ceremonies submit|list|fetch}. */
@Command(
        name = "ceremonies",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Ceremonies that were held by a signed script, in the log.",
            "They are held by ./sealwright ceremony, apart from the service."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright ceremonies submit epoch-2.script held/transcript",
            "  sealwright verify ceremony epoch-2.script held/transcript --anchors anchors.cose"
        })
public final class CeremoniesCommand {
    private static final String PATH = "/v1/ceremonies";
    private static final int MAX = 2 * 1024 * 1024;

    private final Surroundings surroundings;

    public CeremoniesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "submit",
            description = {
                "Enter a ceremony into the log: script and transcript, each with the file of its"
                        + " operators' signatures beside it.",
                "Submitted again it says the same."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright ceremonies submit epoch-2.script held/transcript")
    void submit(
            @Mixin Desk desk,
            @Parameters(index = "0", paramLabel = "SCRIPT", description = "What was agreed.")
                    Path script,
            @Parameters(
                            index = "1",
                            paramLabel = "TRANSCRIPT",
                            description = "What ceremony run wrote.")
                    Path transcript) {
        CeremonyTexts texts = CeremonyTexts.read(script, transcript);
        // Before anything is sent: what is wrong is said here, by the same rules.
        texts.parsed().verify();
        desk.send(
                surroundings,
                Request.post(PATH, texts.json()),
                made -> "the ceremony is in the log, as " + made.text("id"));
    }

    @Command(
            name = "list",
            description = "List the ceremonies in the log.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright ceremonies list --json")
    void list(@Mixin Desk desk) {
        desk.list(surroundings, PATH);
    }

    @Command(
            name = "fetch",
            description = {
                "Fetch a ceremony: the files script and transcript with their signatures, and"
                        + " entry.json, its entry in the log with the receipt."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  sealwright ceremonies fetch 0198c0de-… --out ./ceremony-2",
                "  sealwright verify ceremony ./ceremony-2/script ./ceremony-2/transcript \\",
                "    --anchors anchors.cose --receipt ./ceremony-2/entry.json"
            })
    void fetch(
            @Mixin Desk desk,
            @Parameters(paramLabel = "ID", description = "As list shows it.") String id,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where its files are written; the folder must exist.")
                    Path out) {
        try (var service = desk.open(surroundings)) {
            Fields found =
                    service.send(Request.get(PATH + "/" + Paths.segment(id)).upTo(MAX)).json();
            write(out.resolve("script"), found.text("script"));
            write(
                    out.resolve("script" + CeremonyTexts.SIGNATURES),
                    found.text("script_signatures"));
            write(out.resolve("transcript"), found.text("transcript"));
            write(
                    out.resolve("transcript" + CeremonyTexts.SIGNATURES),
                    found.text("transcript_signatures"));
            var entry = Json.object().put("leaf", found.text("leaf"));
            write(
                    out.resolve("entry.json"),
                    entry.put("receipt", found.text("receipt")).toString());
            desk.output().result(found.node().get("ceremony"), "the ceremony is in " + out);
        }
    }

    private static void write(Path file, String text) {
        PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
