package dev.sealwright.client.terminal;

import dev.sealwright.client.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line: parses strictly, prints failures with their remedy, gives exit codes. */
public final class Program {
    private static final int WIDTH = 100;

    private final CommandLine commandLine;

    /** {@code commandLine} is complete, subcommands included. */
    public Program(CommandLine commandLine, Surroundings surroundings) {
        this.commandLine = commandLine;
        commandLine
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpLongOptionsMaxWidth(34)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Program::reportUsage)
                .setExecutionExceptionHandler(Program::report);
    }

    public int run(String... arguments) {
        int code = commandLine.execute(arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return code;
    }

    private static int reportUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("  do: see " + name + " --help");
        return ExitCode.USAGE.number();
    }

    private static int report(Exception e, CommandLine command, ParseResult parsed) {
        ErrorReport report = ErrorReport.of(e);
        if (isJson(parsed)) {
            command.getErr().println(Json.readable(report.json()));
        } else {
            command.getErr().println(report.text(command.getCommandSpec().root().name()));
        }
        return report.code().number();
    }

    private static boolean isJson(ParseResult parsed) {
        ParseResult leaf = parsed;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        return leaf.hasMatchedOption("--json");
    }
}
