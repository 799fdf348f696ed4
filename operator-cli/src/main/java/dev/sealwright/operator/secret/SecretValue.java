package dev.sealwright.operator.secret;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.SecretInput;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.secret.SecretContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a value comes from: a file, standard input as it is, or a line at the prompt. */
final class SecretValue {
    private static final int MAX = Math.toIntExact(SecretContent.MAX_SIZE);

    private SecretValue() {}

    static byte[] read(Optional<Path> file, Surroundings surroundings) {
        byte[] value =
                file.isEmpty()
                        ? SecretInput.line(surroundings, "value").getBytes(StandardCharsets.UTF_8)
                        : bytes(file.get(), surroundings);
        if (value.length == 0 || value.length > MAX) {
            throw new CommandFailure(
                    ExitCode.MALFORMED,
                    "a value has 1 byte to 16 MiB",
                    "check what the file holds");
        }
        return value;
    }

    private static byte[] bytes(Path file, Surroundings surroundings) {
        boolean standardInput = file.toString().equals("-");
        try (InputStream in = standardInput ? surroundings.in() : Files.newInputStream(file)) {
            return in.readNBytes(MAX + 1);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", e);
        }
    }
}
