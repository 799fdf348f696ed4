package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Table;
import java.util.List;

/** What {@code verify log} says. */
record LogReport(LogVerification.Outcome outcome, List<WitnessOptions.Cosigner> cosigners) {
    private static final int SHOWN = 50;

    /** The exit code. */
    int print(OutputOptions output) {
        output.result(json(), text());
        return (outcome.findings().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private ObjectNode json() {
        ObjectNode json =
                Json.object()
                        .put("verified", outcome.findings().isEmpty())
                        .put("origin", outcome.head().origin())
                        .put("size", outcome.head().size())
                        .put("root", outcome.head().root().base64());
        outcome.types().forEach(json.putObject("leaves")::put);
        outcome.pruned().into(json);
        outcome.postQuantum().ifPresent(signatures -> signatures.into(json));
        WitnessOptions.describe(json, cosigners);
        ArrayNode findings = json.putArray("findings");
        outcome.findings()
                .forEach(f -> findings.addObject().put("index", f.index()).put("text", f.text()));
        return json;
    }

    private String text() {
        var leaves = new Table("LEAVES", "NUMBER");
        outcome.types().forEach((type, number) -> leaves.row(type, number.toString()));
        String head =
                outcome.head().size()
                        + " entries of "
                        + outcome.head().origin()
                        + ", root "
                        + outcome.head().root().base64()
                        + "\n"
                        + leaves
                        + "\n"
                        + line(outcome.pruned().text());
        if (outcome.findings().isEmpty()) {
            return head
                    + "verified: anchors, checkpoint, root, every leaf and the rules between"
                    + accounted()
                    + outcome.postQuantum().map(each -> "\n" + each.text()).orElse("")
                    + WitnessOptions.text(cosigners);
        }
        var findings = new Table("ENTRY", "FINDING");
        outcome.findings().stream()
                .limit(SHOWN)
                .forEach(f -> findings.row(Long.toString(f.index()), f.text()));
        return head + "not verified: " + outcome.findings().size() + " findings\n" + findings;
    }

    private static String line(String text) {
        return text.isEmpty() ? "" : text + "\n";
    }

    private String accounted() {
        return outcome.pruned().entries() == 0
                ? ""
                : "\naccounted for: no leaf that lasts is among the entries that went; the chains of"
                        + " organisations were not followed past them";
    }
}
