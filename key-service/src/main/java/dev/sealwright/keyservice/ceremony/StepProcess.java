package dev.sealwright.keyservice.ceremony;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command of this program in a process of its own, since a PKCS#11 library reads its
 * configuration once a process.
 */
record StepProcess(List<String> words, Map<String, String> environment) {
    private static final File NOTHING = new File("/dev/null");

    /**
     * How it went.
     *
     * @param said an event and its text each
     * @param serials of the tokens that it opened
     */
    record Result(int status, List<String> said, List<String> serials) {}

    /**
     * Runs it to its end; what it tells is told here, too, and its complaints go to the terminal.
     */
    Result run(Progress progress) {
        ProcessBuilder builder =
                new ProcessBuilder(command())
                        .redirectInput(Redirect.from(NOTHING))
                        .redirectError(Redirect.INHERIT);
        builder.environment().putAll(environment);
        List<String> said = new ArrayList<>();
        List<String> serials = new ArrayList<>();
        try {
            Process process = builder.start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    FlatJson.readLine(line).ifPresent(told -> tell(told, progress, said, serials));
                }
            }
            return new Result(process.waitFor(), said, serials);
        } catch (IOException e) {
            throw new UncheckedIOException("the step's process cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CeremonyRefusedException("The step was interrupted.", e);
        }
    }

    private static void tell(
            Map<String, String> told, Progress progress, List<String> said, List<String> serials) {
        String event = told.getOrDefault("event", "said");
        String text = told.getOrDefault("text", "");
        progress.step(event, text);
        said.add((event + " " + text).strip());
        Optional.ofNullable(told.get("serial")).map(String::strip).ifPresent(serials::add);
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CeremonyMain.class.getName()));
        command.addAll(words);
        return command;
    }
}
