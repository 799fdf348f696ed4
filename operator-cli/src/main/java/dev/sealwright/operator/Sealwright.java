package dev.sealwright.operator;

import dev.sealwright.client.terminal.CompletionCommand;
import dev.sealwright.client.terminal.Program;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.attest.AttestCommand;
import dev.sealwright.operator.authority.ApprovalsCommand;
import dev.sealwright.operator.authority.AuthorityKeysCommand;
import dev.sealwright.operator.ceremony.CeremoniesCommand;
import dev.sealwright.operator.ceremony.VerifyCeremonyCommand;
import dev.sealwright.operator.export.ExportCommand;
import dev.sealwright.operator.export.VerifyBundleCommand;
import dev.sealwright.operator.fleet.AuditCommand;
import dev.sealwright.operator.fleet.BootstrapsCommand;
import dev.sealwright.operator.fleet.HostsCommand;
import dev.sealwright.operator.fleet.LogsCommand;
import dev.sealwright.operator.fleet.QuarantineCommand;
import dev.sealwright.operator.health.DoctorCommand;
import dev.sealwright.operator.health.StatusCommand;
import dev.sealwright.operator.keys.EncryptionKeyCommand;
import dev.sealwright.operator.keys.MacKeyCommand;
import dev.sealwright.operator.keys.TokenKeyCommand;
import dev.sealwright.operator.login.LoginCommand;
import dev.sealwright.operator.login.ProfilesCommand;
import dev.sealwright.operator.login.WhoamiCommand;
import dev.sealwright.operator.mirror.LogCommand;
import dev.sealwright.operator.monitor.MonitorCommand;
import dev.sealwright.operator.report.ReportCommand;
import dev.sealwright.operator.report.VerifyReportCommand;
import dev.sealwright.operator.resource.ResourceGroups;
import dev.sealwright.operator.token.TokensCommand;
import dev.sealwright.operator.token.VerifyTokenCommand;
import dev.sealwright.operator.trust.AnchorsCommand;
import dev.sealwright.operator.verify.VerifyCommand;
import dev.sealwright.operator.verify.VerifyForkCommand;
import dev.sealwright.operator.witness.WitnessCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
            "  sealwright log mirror ./mirror && sealwright verify log ./mirror",
            "",
            "Environment, where no option says otherwise (see docs/cli.md):",
            "  SEALWRIGHT_ADDRESS           the service, instead of a profile; with the next two",
            "  SEALWRIGHT_ROOT_FINGERPRINT  its root's fingerprint",
            "  SEALWRIGHT_API_KEY_FILE      a private file with the API key",
            "  SEALWRIGHT_PROFILE           the profile that login made, where no address is set",
            "  SEALWRIGHT_ORG               the organisation",
            "  SEALWRIGHT_CONFIG            the folder of the profiles"
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

    public static Program program(Surroundings surroundings, String... arguments) {
        return new Program(line(surroundings, arguments), surroundings);
    }

    /**
     * The command line with the command that the first argument names, so that a start pays for no
     * other; with all of them if it names none, for help and for what is mistyped.
     */
    static CommandLine line(Surroundings surroundings, String... arguments) {
        Map<String, Supplier<?>> all = commands(surroundings);
        String first = arguments.length == 0 ? "" : arguments[0];
        if (all.containsKey(first)) {
            all.keySet().retainAll(Set.of(first));
        }
        var line = new CommandLine(new Sealwright());
        all.forEach((name, command) -> line.addSubcommand(name, command.get()));
        if (all.size() > 1) {
            line.addSubcommand(new CompletionCommand());
        }
        return line;
    }

    /** Completion aside, which speaks of all the others. */
    private static Map<String, Supplier<?>> commands(Surroundings surroundings) {
        Map<String, Supplier<?>> all = new LinkedHashMap<>();
        all.put("login", () -> new LoginCommand(surroundings));
        all.put("whoami", () -> new WhoamiCommand(surroundings));
        all.put("profiles", () -> new ProfilesCommand(surroundings));
        all.put("status", () -> new StatusCommand(surroundings));
        all.put("doctor", () -> new DoctorCommand(surroundings));
        all.putAll(ResourceGroups.all(surroundings));
        all.put("bootstraps", () -> new BootstrapsCommand(surroundings));
        all.put("authority-keys", () -> new AuthorityKeysCommand(surroundings));
        all.put("approvals", () -> new ApprovalsCommand(surroundings));
        all.put("encryption-key", () -> new EncryptionKeyCommand(surroundings));
        all.put("token-key", () -> new TokenKeyCommand(surroundings));
        all.put("mac-key", () -> new MacKeyCommand(surroundings));
        all.put("hosts", () -> new HostsCommand(surroundings));
        all.put("quarantine", () -> new QuarantineCommand(surroundings));
        all.put(
                "audit",
                () ->
                        new CommandLine(new AuditCommand(surroundings))
                                .addSubcommand("export", new ExportCommand(surroundings)));
        all.put("ceremonies", () -> new CeremoniesCommand(surroundings));
        all.put("logs", () -> new LogsCommand(surroundings));
        all.put("log", () -> new LogCommand(surroundings));
        all.put(
                "verify",
                () ->
                        new CommandLine(new VerifyCommand(surroundings))
                                .addSubcommand("bundle", new VerifyBundleCommand(surroundings))
                                .addSubcommand("ceremony", new VerifyCeremonyCommand(surroundings))
                                .addSubcommand("fork", new VerifyForkCommand(surroundings))
                                .addSubcommand("report", new VerifyReportCommand(surroundings))
                                .addSubcommand("token", new VerifyTokenCommand(surroundings)));
        all.put("tokens", () -> TokensCommand.line(surroundings));
        all.put(
                "report",
                () ->
                        new CommandLine(new ReportCommand(surroundings))
                                .addSubcommand("verify", new VerifyReportCommand(surroundings)));
        all.put("anchors", () -> new AnchorsCommand(surroundings));
        all.put("attest", () -> AttestCommand.line(surroundings));
        all.put("witness", () -> new WitnessCommand(surroundings));
        all.put("monitor", () -> new MonitorCommand(surroundings));
        return all;
    }
}
