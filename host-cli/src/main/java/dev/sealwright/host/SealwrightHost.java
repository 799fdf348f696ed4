package dev.sealwright.host;

import dev.sealwright.client.terminal.CompletionCommand;
import dev.sealwright.client.terminal.Program;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.enrol.InitCommand;
import dev.sealwright.host.policy.SyncCommand;
import dev.sealwright.host.renew.RenewCommand;
import dev.sealwright.host.run.StartCommand;
import dev.sealwright.host.status.StatusCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sealwright-host}: the commands of a host. */
@Command(
        name = "sealwright-host",
        description = "Enrol this host, keep it enrolled, and run an agent under its policy.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright-host init web1 --enroll-url -          reads the URL from standard input",
            "  sealwright-host start web1 --agent ./agent.sh     runs the agent under its policy",
            "  sealwright-host status web1 --json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused by the service, or not verified",
            "2:malformed input",
            "3:wrong command line",
            "4:the service cannot be reached or cannot answer now",
            "5:a local file is missing, unsafe or cannot be written",
            "6:the service's log forked or shrank",
            "70:a defect of this program",
            " :start ends with the exit code of its agent"
        })
@SuppressWarnings("UnusedVariable") // help and version are for the parser
public final class SealwrightHost {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    private SealwrightHost() {}

    /** The whole command line. */
    public static Program program(Surroundings surroundings) {
        var line =
                new CommandLine(new SealwrightHost())
                        .addSubcommand(new InitCommand(surroundings))
                        .addSubcommand(new StartCommand(surroundings))
                        .addSubcommand(new SyncCommand(surroundings))
                        .addSubcommand(new RenewCommand(surroundings))
                        .addSubcommand(new StatusCommand(surroundings))
                        .addSubcommand(new CompletionCommand());
        return new Program(line, surroundings);
    }
}
