package dev.sealwright.operator.attest;

import dev.sealwright.attestation.appraisal.CoRim;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest references}: the same values as JSON for people or as CoRIM for verifiers. */
@Command(
        name = "references",
        description = "Convert reference values between JSON and CoRIM; which it is, is found out.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright attest references values.json --to corim --out values.cbor")
final class ReferencesCommand implements Callable<Integer> {
    enum Form {
        json,
        corim
    }

    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", description = "Reference values, as JSON or CoRIM.")
    private @Nullable Path file;

    @Option(names = "--to", required = true, description = "${COMPLETION-CANDIDATES}")
    private @Nullable Form form;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; CoRIM needs it.")
    private @Nullable Path out;

    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "sealwright",
            description = "The manifest's id (default: ${DEFAULT-VALUE}).")
    private String id = "";

    @Override
    public Integer call() {
        if (file == null || form == null) {
            throw new IllegalStateException("used before parsing");
        }
        ReferenceValues values = ReferenceFile.read(EvidenceOptions.read(file));
        switch (form) {
            case json -> json(values);
            case corim -> corim(values);
        }
        return ExitCode.DONE.number();
    }

    private void json(ReferenceValues values) {
        var tree = JsonTree.of(values.json());
        if (out == null) {
            output.result(tree, Json.readable(tree));
        } else {
            PrivateFile.write(out, Json.readable(tree).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void corim(ReferenceValues values) {
        if (out == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "a CoRIM is binary", "name a file for it: --out FILE");
        }
        PrivateFile.write(out, CoRim.write(id, values).toArray());
    }
}
