package dev.sealwright.attestation.vectors;

import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.CollateralReader;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The collection of others' evidence with known verdicts. It is not part of the project: its folder
 * is named by SEALWRIGHT_VECTORS, or lies as shared/vectors in or beside a folder above this one.
 */
public final class Vectors {
    private static final Optional<Path> ROOT = find();

    private Vectors() {}

    public static boolean present() {
        return ROOT.isPresent();
    }

    public static Path path(String name) {
        return ROOT.orElseThrow().resolve(name);
    }

    public static Bytes read(String name) {
        try {
            return Bytes.of(Files.readAllBytes(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Collateral collateral(String... names) {
        return Stream.of(names)
                .map(name -> CollateralReader.read(read(name)))
                .reduce(Collateral.NONE, Collateral::and);
    }

    private static Optional<Path> find() {
        String named = System.getenv("SEALWRIGHT_VECTORS");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .flatMap(
                        p -> Stream.of(p.resolve("shared/vectors"), p.resolve("../shared/vectors")))
                .map(Path::normalize)
                .filter(p -> Files.isRegularFile(p.resolve("verdicts.tsv")))
                .findFirst();
    }
}
