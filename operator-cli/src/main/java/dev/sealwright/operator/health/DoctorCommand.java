package dev.sealwright.operator.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.health.Finding.State;
import dev.sealwright.operator.service.Connections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: the production checklist as a command. */
@Command(
        name = "doctor",
        description = {
            "Go through the production checklist: check each line that can be checked from here,"
                    + " and name those that cannot.",
            "Run it on the service's machine with --home to see more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright doctor",
            "  sealwright doctor --home /srv/sealwright --backups /var/backups/sealwright --json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no line failed", "1:a line failed", "4:the service is not reachable"})
public final class DoctorCommand implements Callable<Integer> {
    private static final List<Finding> FOR_PEOPLE =
            List.of(
                    Finding.notChecked(
                            "log integrity", "run sealwright audit integrity, or verify a mirror"),
                    Finding.notChecked(
                            "old TLS versions", "this Java offers none; scan from outside"),
                    Finding.notChecked("hosts listener", "see that no proxy ends TLS before 8444"),
                    Finding.notChecked("PIN custody", "ask who can read the PIN files"),
                    Finding.notChecked("recovery shares", "see that their holders still have them"),
                    Finding.notChecked("restore", "restore a backup into a scratch database"),
                    Finding.notChecked(
                            "alarms", "stop the service and wait for deploy/monitor.sh"));

    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The service's data folder, if it is on this machine.")
    private @Nullable Path home;

    @Option(
            names = "--backups",
            paramLabel = "DIR",
            description = "The folder that backups are written to.")
    private @Nullable Path backups;

    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Profile profile = connections.profile(surroundings);
        List<Finding> findings = new ArrayList<>();
        try (var service = Connections.open(profile, surroundings)) {
            findings.addAll(new ServiceExamination(service, profile, surroundings).run());
        }
        findings.addAll(folders());
        findings.addAll(FOR_PEOPLE);
        show(findings);
        boolean failed = findings.stream().anyMatch(each -> each.state() == State.FAILED);
        return (failed ? ExitCode.REFUSED : ExitCode.DONE).number();
    }

    private List<Finding> folders() {
        var folders = new FolderExamination(surroundings.clock().instant());
        List<Finding> findings = new ArrayList<>();
        findings.addAll(
                home == null
                        ? List.of(
                                Finding.notChecked(
                                        "data folder, disk, root token",
                                        "add --home DIR on the service's machine"))
                        : folders.home(home));
        findings.add(
                backups == null
                        ? Finding.notChecked("backup", "add --backups DIR")
                        : folders.backups(backups));
        return findings;
    }

    private void show(List<Finding> findings) {
        var table = new Table("LINE", "STATE", "DETAIL");
        ObjectNode json = Json.object();
        ArrayNode lines = json.putArray("lines");
        for (Finding each : findings) {
            table.row(each.line(), each.state().text(), each.detail());
            lines.addObject()
                    .put("line", each.line())
                    .put("state", each.state().text())
                    .put("detail", each.detail());
        }
        output.result(json, table.toString());
    }
}
