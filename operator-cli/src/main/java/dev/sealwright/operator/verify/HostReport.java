package dev.sealwright.operator.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** What {@code verify host} says, line by line. */
final class HostReport {
    private final List<Line> lines = new ArrayList<>();

    /** What became of a line. */
    enum Result {
        VERIFIED,
        FAILED,
        NOT_CHECKED
    }

    private record Line(String what, Result result, String detail) {}

    void verified(String what, String detail) {
        lines.add(new Line(what, Result.VERIFIED, detail));
    }

    void failed(String what, String detail) {
        lines.add(new Line(what, Result.FAILED, detail));
    }

    void notChecked(String what, String detail) {
        lines.add(new Line(what, Result.NOT_CHECKED, detail));
    }

    boolean isVerified() {
        return lines.stream().noneMatch(line -> line.result() == Result.FAILED);
    }

    /** The exit code. */
    int print(OutputOptions output) {
        output.result(json(), table());
        return (isVerified() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private ObjectNode json() {
        ObjectNode json = Json.object().put("verified", isVerified());
        ArrayNode array = json.putArray("lines");
        lines.forEach(
                line ->
                        array.addObject()
                                .put("what", line.what())
                                .put("result", word(line.result()))
                                .put("detail", line.detail()));
        return json;
    }

    private String table() {
        var table = new Table("WHAT", "RESULT", "DETAIL");
        lines.forEach(line -> table.row(line.what(), word(line.result()), line.detail()));
        return table.toString();
    }

    private static String word(Result result) {
        return switch (result) {
            case VERIFIED -> "verified";
            case FAILED -> "failed";
            case NOT_CHECKED -> "not checked";
        };
    }
}
