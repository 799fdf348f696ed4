package dev.sealwright.operator.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;

/** Switches a key on or off, and leaves the rest of it as it is. */
abstract class SwitchCommand extends KeyCommand {
    private static final List<String> DECLARED =
            List.of(
                    "algorithm",
                    "description",
                    "destroy_after_seconds",
                    "activates_at",
                    "expires_at");

    private final boolean on;

    SwitchCommand(Surroundings surroundings, boolean on) {
        super(surroundings);
        this.on = on;
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Answer present = service.send(Request.get(item()));
            Request request = Request.put(item(), switched(present.json()));
            Fields key =
                    service.send(
                                    present.headers()
                                            .firstValue("ETag")
                                            .map(tag -> request.header("If-Match", tag))
                                            .orElse(request))
                            .json();
            done(key, name + (on ? " signs" : " signs no more, until it is enabled"));
        }
    }

    private ObjectNode switched(Fields present) {
        ObjectNode body = Json.object().put("enabled", on);
        DECLARED.stream()
                .filter(present.node()::hasNonNull)
                .forEach(field -> body.set(field, present.node().get(field)));
        return body;
    }

    /** {@code keys disable}. */
    @Command(
            name = "disable",
            description = {
                "Let a key sign no more, until it is enabled.",
                "The key service itself refuses from the entry of the log on that says so."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright keys disable release")
    static final class Disable extends SwitchCommand {
        Disable(Surroundings surroundings) {
            super(surroundings, false);
        }
    }

    /** {@code keys enable}. */
    @Command(
            name = "enable",
            description = "Let a disabled key sign again.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright keys enable release")
    static final class Enable extends SwitchCommand {
        Enable(Surroundings surroundings) {
            super(surroundings, true);
        }
    }
}
