package dev.sealwright.operator;

import dev.sealwright.client.terminal.CompletionCommand;
import dev.sealwright.client.terminal.Program;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.attest.AttestCommand;
import dev.sealwright.operator.export.ExportCommand;
import dev.sealwright.operator.export.VerifyBundleCommand;
import dev.sealwright.operator.fleet.AuditCommand;
import dev.sealwright.operator.fleet.BootstrapsCommand;
import dev.sealwright.operator.fleet.HostsCommand;
import dev.sealwright.operator.fleet.LogsCommand;
import dev.sealwright.operator.health.DoctorCommand;
import dev.sealwright.operator.health.StatusCommand;
import dev.sealwright.operator.keys.KeysCommand;
import dev.sealwright.operator.login.LoginCommand;
import dev.sealwright.operator.login.ProfilesCommand;
import dev.sealwright.operator.login.WhoamiCommand;
import dev.sealwright.operator.mirror.LogCommand;
import dev.sealwright.operator.monitor.MonitorCommand;
import dev.sealwright.operator.report.ReportCommand;
import dev.sealwright.operator.report.VerifyReportCommand;
import dev.sealwright.operator.resource.ResourceGroups;
import dev.sealwright.operator.verify.VerifyCommand;
import dev.sealwright.operator.witness.WitnessCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sealwright}: the commands of operators and auditors. */
@Command(
        name = "sealwright",
        description = "Operate Sealwright, and check what it did without believing it.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright login --address https://localhost:8443 --root-fingerprint 3f…9c",
            "  sealwright sandbox-spec emit-bootstrap web --count 3",
            "  sealwright log mirror ./mirror && sealwright verify log ./mirror"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or verified",
            "1:refused by the service, or not verified",
            "2:malformed input",
            "3:wrong command line",
            "4:the service cannot be reached or cannot answer now",
            "5:a local file is missing, unsafe or cannot be written",
            "70:a defect of this program"
        })
@SuppressWarnings("UnusedVariable") // help and version are for the parser
public final class Sealwright {
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

    private Sealwright() {}

    public static Program program(Surroundings surroundings) {
        return new Program(line(surroundings), surroundings);
    }

    /** The whole command line. */
    static CommandLine line(Surroundings surroundings) {
        var line =
                new CommandLine(new Sealwright())
                        .addSubcommand(new LoginCommand(surroundings))
                        .addSubcommand(new WhoamiCommand(surroundings))
                        .addSubcommand(new ProfilesCommand(surroundings))
                        .addSubcommand(new StatusCommand(surroundings))
                        .addSubcommand(new DoctorCommand(surroundings));
        ResourceGroups.all(surroundings)
                .forEach(group -> line.addSubcommand(group.getCommandName(), group));
        line.addSubcommand(new BootstrapsCommand(surroundings))
                .addSubcommand(new HostsCommand(surroundings))
                .addSubcommand(new KeysCommand(surroundings))
                .addSubcommand(
                        new CommandLine(new AuditCommand(surroundings))
                                .addSubcommand("export", new ExportCommand(surroundings)))
                .addSubcommand(new LogsCommand(surroundings))
                .addSubcommand(new LogCommand(surroundings))
                .addSubcommand(
                        new CommandLine(new VerifyCommand(surroundings))
                                .addSubcommand("bundle", new VerifyBundleCommand(surroundings))
                                .addSubcommand("report", new VerifyReportCommand(surroundings)))
                .addSubcommand(
                        new CommandLine(new ReportCommand(surroundings))
                                .addSubcommand("verify", new VerifyReportCommand(surroundings)))
                .addSubcommand(AttestCommand.line(surroundings))
                .addSubcommand(new WitnessCommand(surroundings))
                .addSubcommand(new MonitorCommand(surroundings))
                .addSubcommand(new CompletionCommand());
        return line;
    }
}
