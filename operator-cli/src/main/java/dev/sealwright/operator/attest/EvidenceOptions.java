package dev.sealwright.operator.attest;

import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of evidence and what is at hand beside it. */
final class EvidenceOptions {
    private static final int MAX_SIZE = 4 * 1024 * 1024;
    private static final int MAX_FILES = 256;

    @Parameters(paramLabel = "FILE", description = "The evidence: binary, hexadecimal or base64.")
    private @Nullable Path evidence;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "nitro, snp, tdx, sgx, maa, tpm, azure-vtpm or aci; else found out.")
    private @Nullable String format;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = {
                "A certificate, CRL, TCB info, enclave identity, JWK set, signature or public key;"
                        + " repeatable. Only a JWK set or a bare public key is believed for being"
                        + " given; all else must lead to a pinned root."
            })
    private List<Path> with = new ArrayList<>();

    @Option(
            names = "--collateral",
            paramLabel = "DIR",
            description = "A folder of such files; all of them are read.")
    private @Nullable Path folder;

    Bytes file() {
        if (evidence == null) {
            throw new IllegalStateException("used before parsing");
        }
        return read(evidence);
    }

    Optional<Format> format() {
        try {
            return Optional.ofNullable(format).map(Format::of);
        } catch (MalformedException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "no such format: " + format, "see --help for the formats", e);
        }
    }

    Collateral collateral() {
        return Stream.concat(with.stream(), listed().stream())
                .map(EvidenceOptions::collateral)
                .reduce(Collateral.NONE, Collateral::and);
    }

    private List<Path> listed() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(Files::isRegularFile).sorted().limit(MAX_FILES + 1).toList();
            if (all.size() > MAX_FILES) {
                throw new MalformedException("a folder of more than " + MAX_FILES + " files");
            }
            return all;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    static Collateral collateral(Path file) {
        try {
            return CollateralReader.read(read(file));
        } catch (MalformedException e) {
            throw new MalformedException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    static Bytes read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new MalformedException(file.getFileName() + " is longer than 4 MiB");
            }
            return Bytes.of(content);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandFailure unreadable(Path file, IOException e) {
        return new CommandFailure(
                ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", e);
    }
}
