package dev.sealwright.operator.export;

import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.operator.verify.Trust;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify bundle}: offline, from the pinned root. */
@Command(
        description = {
            "Verify a bundle of audit evidence offline: anchors under the pinned root, checkpoint,"
                    + " every entry and detail, and that none of the organisation's is missing.",
            "A bundle that was changed in one byte is refused."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright verify bundle bundle.zip --root-fingerprint 3f…9c",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:verified, and the period is whole",
            "1:not verified, or it is not shown that the period is whole",
            "2:malformed",
            "3:wrong command line"
        })
public final class VerifyBundleCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final Trust trust = new Trust();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "What audit export --soc2 wrote.")
    private @Nullable Path file;

    public VerifyBundleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new IllegalStateException("used before parsing");
        }
        Map<String, Bytes> files = StoredZip.read(EvidenceFile.bytes(file, Bundle.MAX_SIZE));
        Bundle bundle = Bundle.read(files, trust.verifier(Bundle.anchorsOf(files), surroundings));
        output.result(
                bundle.facts().put("verified", true),
                "verified: "
                        + bundle.inPeriod().size()
                        + " entries from "
                        + bundle.period().from()
                        + " until "
                        + bundle.period().to()
                        + (bundle.whole()
                                ? ", none missing"
                                : "\nnot shown: that none is missing before "
                                        + bundle.wholeFrom()
                                        + " and after "
                                        + bundle.wholeUntil()));
        return (bundle.whole() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }
}
