package dev.sealwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The program {@code hsm_limit}: the same PKCS#11 calls in C. */
final class RawLimit implements AutoCloseable {
    private final Process process;
    private final Writer rounds;
    private final BufferedReader answers;

    RawLimit(BenchToken token, String key, String mechanism) throws IOException {
        process =
                new ProcessBuilder(
                                List.of(
                                        program().toString(),
                                        token.module().toString(),
                                        token.label(),
                                        token.pinFile().toString(),
                                        key,
                                        mechanism,
                                        Integer.toString(token.sessions())))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        rounds = process.outputWriter(StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    private static Path program() {
        return Path.of(Setting.of("SEALWRIGHT_BENCH_HSM_LIMIT"));
    }

    double perSecond(Duration time) throws IOException {
        rounds.write(String.format(Locale.ROOT, "%.3f%n", time.toMillis() / 1e3));
        rounds.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("hsm_limit ended; what it said stands above");
        }
        String[] numbers = answer.split(" ", 2);
        return Long.parseLong(numbers[0]) / Double.parseDouble(numbers[1]);
    }

    @Override
    public void close() throws IOException {
        rounds.close();
        process.destroy();
    }
}
