package dev.sealwright.operator.ceremony;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.operator.verify.LogVerification;
import dev.sealwright.operator.verify.Trust;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.ceremony.CeremonyTranscript.Mode;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify ceremony}: offline, that a ceremony was held as its operators agreed. */
@Command(
        description = {
            "Verify that enough operators of the anchors signed a ceremony's script and its"
                    + " transcript, that the one follows the other step by step, and, with"
                    + " --receipt or --log, that the log holds it.",
            "The signatures are in the files beside them: SCRIPT.signatures and so on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright verify ceremony epoch-2.script transcript --anchors anchors.cose",
            "  sealwright verify ceremony epoch-2.script transcript --anchors mirror/anchors.cose \\",
            "    --log ./mirror"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:verified; a rehearsal is verified as one",
            "1:not verified",
            "2:malformed",
            "3:wrong command line"
        })
public final class VerifyCeremonyCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final Trust trust = new Trust();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--anchors",
            required = true,
            paramLabel = "FILE",
            description = "The anchors document; the pinned root must have signed it.")
    private @Nullable Path anchors;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Its entry in the log: entry.json of ceremonies fetch.")
    private @Nullable Path receipt;

    @Option(names = "--log", paramLabel = "DIR", description = "A mirror of the log.")
    private @Nullable Path log;

    @Parameters(index = "0", paramLabel = "SCRIPT", description = "What was agreed.")
    private @Nullable Path script;

    @Parameters(index = "1", paramLabel = "TRANSCRIPT", description = "What was done.")
    private @Nullable Path transcript;

    public VerifyCeremonyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if (script == null || transcript == null || anchors == null) {
            throw new IllegalStateException("used before parsing");
        }
        HeldCeremony held = CeremonyTexts.read(script, transcript).parsed();
        ReceiptVerifier verifier = trust.verifier(anchors, surroundings);
        held.verify(verifier.anchors().content());
        OptionalLong index = index(held, verifier);
        boolean rehearsal = held.transcript().mode() == Mode.REHEARSAL;
        var json =
                Json.object()
                        .put("verified", true)
                        .put("rehearsal", rehearsal)
                        .put("script", held.script().digest().hex())
                        .put("transcript", held.transcript().digest().hex());
        index.ifPresent(at -> json.put("index", at));
        output.result(json, text(rehearsal, index));
    }

    private static String text(boolean rehearsal, OptionalLong index) {
        return "verified: the ceremony was "
                + (rehearsal ? "rehearsed" : "held")
                + " as its operators agreed"
                + (index.isPresent() ? ", entry " + index.getAsLong() + " of the log" : "");
    }

    private OptionalLong index(HeldCeremony held, ReceiptVerifier verifier) {
        if (receipt != null) {
            var entry = EvidenceFile.json(receipt);
            VerifiedLeaf leaf =
                    verifier.verify(entry.binary("leaf"), Receipt.parse(entry.text("receipt")));
            held.requireIn(leaf.expect(TranscriptBody.class));
            return OptionalLong.of(leaf.index());
        }
        return log == null ? OptionalLong.empty() : OptionalLong.of(inLog(held, verifier, log));
    }

    private static long inLog(HeldCeremony held, ReceiptVerifier verifier, Path folder) {
        TranscriptBody wanted = held.leaf();
        long[] at = {-1};
        new LogVerification(new MirrorFolder(folder), verifier.anchors())
                .run(
                        (index, _, leaf) -> {
                            if (leaf.body() instanceof TranscriptBody body
                                    && body.message().equals(wanted.message())) {
                                at[0] = index;
                            }
                        },
                        (_, _) -> {});
        if (at[0] < 0) {
            throw new VerificationException(
                    Reason.INCLUSION, "the log does not hold this transcript");
        }
        return at[0];
    }
}
