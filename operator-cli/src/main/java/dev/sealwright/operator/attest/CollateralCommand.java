package dev.sealwright.operator.attest;

import dev.sealwright.attestation.cmw.CmwCbor;
import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.collateral.CollateralStore;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest collateral}: what verification needs beside evidence, fetched and packed. */
@Command(
        name = "collateral",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Fetch what verification needs beside evidence (certificates, revocation lists, firmware"
                    + " lists) from the vendors, and pack it for a machine without a network.",
            "Nothing fetched is believed; verification judges it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright attest collateral fetch quote.bin --to ./intel",
            "  sealwright attest collateral bundle quote.bin --from ./intel --out quote.cmw"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all of it is there", "2:malformed", "4:something cannot be had"})
final class CollateralCommand {
    private final Surroundings surroundings;

    CollateralCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "fetch",
            description = "Fetch it for these files of evidence into a folder.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright attest collateral fetch quote.bin --to ./intel")
    int fetch(
            @Mixin ServicesOptions services,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "Evidence.")
                    List<Path> files,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "DIR",
                            description =
                                    "What is there and current is kept; give it to attest verify"
                                            + " --collateral.")
                    Path folder) {
        CollateralStore store = services.store(folder, surroundings.clock());
        List<String> missing =
                files.stream()
                        .flatMap(f -> store.collect(evidence(f)).missing().stream())
                        .distinct()
                        .toList();
        output.result(
                JsonTree.of(new Facts().put("missing", missing).end()),
                missing.isEmpty() ? "complete" : "missing:\n  " + String.join("\n  ", missing));
        return (missing.isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE).number();
    }

    @Command(
            name = "bundle",
            description = {
                "Pack evidence and its collateral into one file (a CMW collection), which attest"
                        + " verify takes.",
                "Keys of token issuers stay out: nothing in a bundle is believed for being there."
            },
            footerHeading = "%nExample:%n",
            footer =
                    "  sealwright attest collateral bundle quote.bin --from ./intel --out quote.cmw")
    int bundle(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "FILE", description = "Evidence.") Path file,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DIR",
                            description = "The folder of attest collateral fetch.")
                    Path folder,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "New file.")
                    Path out) {
        CollateralStore store = ServicesOptions.offline(folder, surroundings.clock());
        Evidence evidence = evidence(file);
        List<String> missing = store.collect(evidence).missing();
        missing.forEach(line -> output.warn("left out: " + line));
        SequencedMap<String, Bytes> pieces = store.files(evidence);
        Bytes bundle =
                CmwCbor.write(
                        WrappedEvidence.collection(
                                evidence.format(), EvidenceOptions.read(file), pieces));
        PrivateFile.write(out, bundle.toArray());
        output.note("packed " + pieces.size() + " pieces of collateral");
        return (missing.isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE).number();
    }

    private static Evidence evidence(Path file) {
        WrappedEvidence opened = WrappedEvidence.open(EvidenceOptions.read(file));
        return EvidenceReader.read(opened.evidence(), Collateral.NONE.and(opened.collateral()));
    }
}
