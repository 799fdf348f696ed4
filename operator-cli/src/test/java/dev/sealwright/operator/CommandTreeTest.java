package dev.sealwright.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sealwright.client.standin.Session;
import dev.sealwright.client.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command of the whole tree has to have. A new command is tested by standing there. */
final class CommandTreeTest {
    private static final List<String> SECRETS =
            List.of("password", "secret", "api-key", "token", "pin", "seed");

    @TempDir private Path home;

    private static CommandLine root(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Sealwright.line(
                new Surroundings(
                        Map.of(),
                        Path.of("/"),
                        new ByteArrayInputStream(new byte[0]),
                        nowhere,
                        nowhere,
                        false,
                        InstantSource.fixed(Instant.EPOCH),
                        new SecureRandom()),
                arguments);
    }

    static Stream<CommandLine> commands() {
        return below(root());
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream()
                        .distinct()
                        .flatMap(CommandTreeTest::below));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    static Stream<CommandLine> verbs() {
        return root().getSubcommands().values().stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void areTheSameWhenTheOthersAreNotMade(CommandLine verb) {
        CommandLine alone = root(verb.getCommandName(), "--help");

        assertThat(
                        below(alone.getSubcommands().get(verb.getCommandName()))
                                .map(CommandTreeTest::usage))
                .containsExactlyElementsOf(below(verb).map(CommandTreeTest::usage).toList());
        if (!verb.getCommandName().equals("completion")) {
            assertThat(alone.getSubcommands().values().stream().distinct()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "role-bindings", "completion", "nothing"})
    void areAllThereWhereTheFirstWordIsNoneOfThem(String first) {
        assertThat(root(first).getSubcommands().keySet())
                .isEqualTo(root().getSubcommands().keySet());
    }

    private static String usage(CommandLine command) {
        return command.getUsageMessage();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void sayWhatTheyDoAndShowIt(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();

        assertThat(usage.description()).as(name(command)).isNotEmpty();
        assertThat(String.join("\n", usage.footer()))
                .as("the example of " + name(command))
                .containsAnyOf("  sealwright ", "${ROOT-COMMAND-NAME} ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainEveryOptionAndParameter(CommandLine command) {
        assertThat(command.getCommandSpec().args())
                .allSatisfy(
                        arg ->
                                assertThat(arg.description())
                                        .as(name(command) + " " + arg.paramLabel())
                                        .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void takeNoSecretAsAnArgument(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String named = option.longestName().toLowerCase(Locale.ROOT);
            boolean secret = SECRETS.stream().anyMatch(named::contains);
            assertThat(secret && !holdsAPath(option)).as(name(command) + " " + named).isFalse();
        }
    }

    private static boolean holdsAPath(ArgSpec arg) {
        return arg.type().equals(Path.class);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void speakToMachinesAndKeepQuietWhenAsked(CommandLine command) {
        boolean group = !command.getSubcommands().isEmpty();
        if (!group && !command.getCommandName().equals("completion")) {
            assertThat(command.getCommandSpec().optionsMap().keySet())
                    .as(name(command))
                    .contains("--json", "--quiet");
        }
    }

    @Test
    void theHelpOfEachNamesItself() {
        try (var operator = new OperatorRuns(home)) {
            commands()
                    .map(CommandTreeTest::name)
                    .forEach(
                            name -> {
                                String[] line = (name + " --help").split(" ");
                                Session session =
                                        operator.run(
                                                List.of(line)
                                                        .subList(1, line.length)
                                                        .toArray(String[]::new));
                                assertThat(session.code()).as(name + session.err()).isZero();
                                assertThat(session.out()).contains("Usage: " + name);
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theCompletionOfAShellKnowsEveryVerb(String shell) {
        try (var operator = new OperatorRuns(home)) {
            String script = operator.run("completion", shell).out();
            commands()
                    .flatMap(command -> command.getSubcommands().keySet().stream())
                    .forEach(verb -> assertThat(script).as(verb).contains(verb));
            assertThat(script).contains("root-fingerprint");
        }
    }

    @Test
    void fishItselfCompletesVerbsAndOptions() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "fish"))),
                "fish is not installed");
        Path script = home.resolve("sealwright.fish");
        try (var operator = new OperatorRuns(home)) {
            Files.writeString(script, operator.run("completion", "fish").out());
        }

        assertThat(fish(script, "sealwright report ver")).startsWith("verify\tVerify a compliance");
        assertThat(fish(script, "sealwright report verify --prof"))
                .startsWith("--profile\tThe profile of the service. Default: $SEALWRIGHT_PROFILE");
    }

    /** What fish offers for a line that was begun. */
    private String fish(Path script, String line) throws Exception {
        Process process =
                new ProcessBuilder(
                                "fish",
                                "--no-config",
                                "-c",
                                "source $argv[1]; complete -C $argv[2]",
                                script.toString(),
                                line)
                        .redirectErrorStream(true)
                        .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.readAllAsString();
        }
    }

    @Test
    void roleBindingsAreAlsoCalledThat() {
        assertThat(root().getSubcommands()).containsKeys("roles", "role-bindings");
    }
}
