package dev.sealwright.attestation.fuzz;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The second part of a long run: mutants of every document that the guided part kept because it
 * reached something new. Without counting branches it reads several times as many.
 */
final class Mutants {
    static final int FOUND = 77;

    private final List<Bytes> corpus;
    private final Random random;

    private Mutants(List<Bytes> corpus, long seed) {
        this.corpus = corpus;
        this.random = new Random(seed);
    }

    /** Arguments: the target's label, the file to report to, the corpus, inputs, and a seed. */
    public static void main(String[] arguments) throws IOException {
        Fuzzer.fuzzerInitialize(arguments);
        Path report = Path.of(arguments[1]);
        new Mutants(corpus(Path.of(arguments[2])), Long.parseLong(arguments[4]))
                .read(Long.parseLong(arguments[3]), report.resolveSibling("crash"));
        Fuzzer.fuzzerTearDown();
    }

    private static List<Bytes> corpus(Path folder) throws IOException {
        List<Bytes> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                documents.add(Bytes.of(Files.readAllBytes(file)));
            }
        }
        return documents;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a reader throws is what is looked for
    private void read(long inputs, Path crash) throws IOException {
        for (long i = 0; i < inputs; i++) {
            byte[] input = Mutant.of(any(), any(), random).toArray();
            try {
                Fuzzer.fuzzerTestOneInput(input);
            } catch (Exception | Error found) {
                Files.write(crash, input);
                found.printStackTrace();
                System.exit(FOUND);
            }
        }
    }

    private Bytes any() {
        return corpus.get(random.nextInt(corpus.size()));
    }
}
