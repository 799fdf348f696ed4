package dev.sealwright.host.run;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The agent's process, on this terminal, told by its environment where its policy is. */
final class Agent {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Process process;

    private Agent(Process process) {
        this.process = process;
    }

    /** {@code SEALWRIGHT_POLICY} names the policy, {@code SEALWRIGHT_SANDBOX_ID} the sandbox. */
    static Agent start(List<String> command, Path policy, String sandbox) {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("SEALWRIGHT_POLICY", policy.toAbsolutePath().toString());
        builder.environment().put("SEALWRIGHT_SANDBOX_ID", sandbox);
        try {
            return new Agent(builder.start());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "the agent does not start: " + command.getFirst() + " cannot be run",
                    "check that the command exists and can be executed",
                    e);
        }
    }

    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to end, waits, ends it. Its exit code. */
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL.number();
        }
    }
}
