package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.service.Connections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys hsm}: what keeps the service's keys, and what it can do. */
@Command(
        name = "hsm",
        description = {
            "Say what keeps the service's keys, and what each operation finds on it.",
            "What is shown was found out when the key service started, by the vendor's word."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright keys hsm", "  sealwright keys hsm --json"})
final class HsmCommand implements Runnable {
    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    private final Surroundings surroundings;

    HsmCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Fields hsm = service.send(Request.get("/v1/hsm")).json();
            output.result(hsm.node(), text(hsm));
        }
    }

    private static String text(Fields hsm) {
        var table = new Table("OPERATION", "KEYS", "STATE", "DETAIL");
        for (Fields ability : hsm.objects("abilities")) {
            table.row(
                    ability.text("operation"),
                    ability.text("keys"),
                    ability.text("state"),
                    ability.text("detail"));
        }
        StringBuilder text = new StringBuilder();
        text.append(hsm.text("title"))
                .append(" (profile ")
                .append(hsm.text("profile"))
                .append("): ")
                .append(hsm.text("standing"))
                .append(hsm.flag("fips") ? ", FIPS mode" : "")
                .append("\n\n")
                .append(table);
        hsm.texts("remarks").forEach(remark -> text.append("\nnote: ").append(remark));
        return text.toString();
    }
}
