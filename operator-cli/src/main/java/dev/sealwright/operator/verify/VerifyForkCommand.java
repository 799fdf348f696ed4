package dev.sealwright.operator.verify;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.ForkEvidence;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify fork}: offline, whether a host's accusation of the log is right. */
@Command(
        description = {
            "Verify what a host wrote down against the log: two checkpoints that the log's own"
                    + " voters signed, and the proof that they are of two histories.",
            "FILE is fork.json of a host's folder. A log that only became shorter is the host's"
                    + " word: it saw the longer checkpoint first."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright verify fork fork.json --anchors anchors.cose",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the accusation holds",
            "1:it shows nothing against this log",
            "2:malformed",
            "3:wrong command line"
        })
public final class VerifyForkCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final AnchoredTrust trust = new AnchoredTrust();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "What is verified.")
    private Path file = Path.of("");

    public VerifyForkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var evidence = ForkEvidence.fromJson(Json.map(EvidenceFile.json(file).node()));
        var kind = evidence.verify(trust.verifier(surroundings).anchors());
        Checkpoint kept = Checkpoint.parse(evidence.kept().text());
        Checkpoint shown = Checkpoint.parse(evidence.shown().text());
        output.result(
                Json.object()
                        .put("verified", true)
                        .put("kind", kind.name().toLowerCase(Locale.ROOT))
                        .put("origin", kept.origin())
                        .put("kept_size", kept.size())
                        .put("shown_size", shown.size()),
                switch (kind) {
                    case FORKED ->
                            "verified: the voters of "
                                    + kept.origin()
                                    + " signed two histories, of sizes "
                                    + kept.size()
                                    + " and "
                                    + shown.size();
                    case SHRUNK ->
                            "verified: both are signed; that size "
                                    + shown.size()
                                    + " was shown after "
                                    + kept.size()
                                    + " is the finder's word";
                });
    }
}
