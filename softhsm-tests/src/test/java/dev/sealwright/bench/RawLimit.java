package dev.sealwright.bench;

import dev.sealwright.testkit.ResidentMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A program that does the same in C, with the same PKCS#11 calls. */
final class RawLimit implements AutoCloseable {
    private final Process process;
    private final Writer rounds;
    private final BufferedReader answers;

    private RawLimit(ProcessBuilder program) throws IOException {
        process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        rounds = process.outputWriter(StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** {@code hsm_limit}: one mechanism with one key, and locks and allocator as they come. */
    static RawLimit calls(BenchToken token, String key, String mechanism) throws IOException {
        return new RawLimit(asItComes(calls(token, key, mechanism, "own-locks")));
    }

    /** The same with the locks and the allocator's settings that the service has. */
    static RawLimit callsAsOurs(BenchToken token, String key, String mechanism) throws IOException {
        return new RawLimit(new ProcessBuilder(calls(token, key, mechanism, "adaptive-locks")));
    }

    private static List<String> calls(
            BenchToken token, String key, String mechanism, String locks) {
        return List.of(
                program("hsm_limit"),
                token.module().toString(),
                token.label(),
                token.pinFile().toString(),
                key,
                mechanism,
                Integer.toString(token.sessions()),
                locks);
    }

    private static ProcessBuilder asItComes(List<String> command) {
        var program = new ProcessBuilder(command);
        program.environment().remove("GLIBC_TUNABLES");
        return program;
    }

    /** {@code hsm_issue}: certificates for one request. */
    static RawLimit issuing(BenchToken token, String key, Path request, Path authority)
            throws IOException {
        return new RawLimit(
                asItComes(
                        List.of(
                                program("hsm_issue"),
                                token.module().toString(),
                                token.label(),
                                token.pinFile().toString(),
                                key,
                                request.toString(),
                                authority.toString(),
                                Integer.toString(token.sessions()))));
    }

    private static String program(String name) {
        return Path.of(Setting.of("SEALWRIGHT_BENCH_PROGRAMS"), name).toString();
    }

    double perSecond(Duration time) throws IOException {
        String[] numbers = round(String.format(Locale.ROOT, "%.3f%n", time.toMillis() / 1e3));
        return Long.parseLong(numbers[0]) / Double.parseDouble(numbers[1]);
    }

    /** How long calls took that fell due at this rate. */
    Slowness at(double rate, Duration time) throws IOException {
        String[] numbers =
                round(String.format(Locale.ROOT, "%.3f %.1f%n", time.toMillis() / 1e3, rate));
        return new Slowness(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
    }

    /** By how many bytes its memory grows with each call, for good; it is warmed up first. */
    double lostPerCall(Duration time) throws IOException {
        perSecond(time.dividedBy(10));
        long before = residentKib();
        double calls = perSecond(time) * time.toMillis() / 1e3;
        return (residentKib() - before) * 1024 / calls;
    }

    private long residentKib() throws IOException {
        return ResidentMemory.kib(process.pid());
    }

    private String[] round(String order) throws IOException {
        rounds.write(order);
        rounds.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the raw limit ended; what it said stands above");
        }
        return answer.split(" ", 2);
    }

    @Override
    public void close() throws IOException {
        rounds.close();
        process.destroy();
    }
}
