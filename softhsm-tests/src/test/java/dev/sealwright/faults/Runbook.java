package dev.sealwright.faults;

import dev.sealwright.keyservice.ceremony.CeremonyMain;
import dev.sealwright.newcomer.Repository;
import dev.sealwright.operator.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of {@code docs/disaster.md}, whose commands are run as they stand there. {@code
 * ./sealwright} is a stand-in for the launcher that runs the same programs on the tests' class
 * path.
 */
final class Runbook {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final List<String> blocks;
    private final Path folder;
    private final Map<String, String> environment;

    private Runbook(List<String> blocks, Path folder, Map<String, String> environment) {
        this.blocks = blocks;
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * The section under this heading, to be followed in an empty folder.
     *
     * @param cli whose login the commands share
     */
    static Runbook open(String heading, Path folder, Deployment deployment, Cli cli) {
        try {
            String page = Files.readString(page());
            int from = page.indexOf("\n## " + heading + "\n");
            if (from < 0) {
                throw new IllegalStateException("docs/disaster.md has no section " + heading);
            }
            int to = page.indexOf("\n## ", from + 1);
            Matcher matcher =
                    BLOCK.matcher(to < 0 ? page.substring(from) : page.substring(from, to));
            List<String> blocks = new ArrayList<>();
            while (matcher.find()) {
                blocks.add(matcher.group(1));
            }
            var runbook = new Runbook(blocks, folder, environment(deployment, cli));
            runbook.writeStandIn();
            return runbook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path page() {
        return Repository.here().root().resolve("docs/disaster.md");
    }

    private static Map<String, String> environment(Deployment deployment, Cli cli) {
        Map<String, String> environment = new HashMap<>(deployment.databaseEnvironment());
        environment.put("SEALWRIGHT_HOME", deployment.home().toString());
        environment.put("SEALWRIGHT_CONFIG", cli.folder().resolve("operator").toString());
        environment.put("MODULE", deployment.module().toString());
        environment.put("ADDRESS", deployment.people().toString());
        environment.put("ORG", Cli.ORG);
        return environment;
    }

    private void writeStandIn() throws IOException {
        String java =
                "exec \""
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "\" -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                        + " --enable-native-access=ALL-UNNAMED -cp \"$RUNBOOK_CLASS_PATH\" ";
        Path file = folder.resolve("sealwright");
        Files.writeString(
                file,
                "#!/bin/sh\ncase $1 in\n  ceremony) shift; "
                        + java
                        + CeremonyMain.class.getName()
                        + " \"$@\" ;;\n  restored-log) shift; "
                        + java
                        + "dev.sealwright.controlplane.RestoredLogMain \"$@\" ;;\n  *) "
                        + java
                        + OperatorMain.class.getName()
                        + " \"$@\" ;;\nesac\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    int blocks() {
        return blocks.size();
    }

    /** Runs the block of this number, from 0, to a good end; returns what it printed. */
    String follow(int number, Map<String, String> more) {
        var builder =
                new ProcessBuilder("sh", "-eu", "-c", blocks.get(number))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        builder.environment().put("RUNBOOK_CLASS_PATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.start();
            boolean ended = process.waitFor(240, TimeUnit.SECONDS);
            process.destroyForcibly();
            String said = Files.readString(folder.resolve("said"));
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError("block " + number + " of the runbook: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
