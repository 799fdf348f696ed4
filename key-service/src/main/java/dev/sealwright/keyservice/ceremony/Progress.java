package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.TokenIdentity;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what was done: a line of text each, or a line of JSON. Never a secret. */
final class Progress {
    private final PrintStream out;
    private final boolean json;

    Progress(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void step(String event, String text) {
        say(event, text, Map.of());
    }

    /** That a token was opened or made. */
    void token(String event, String text, TokenIdentity token) {
        say(event, text, Map.of("serial", token.serial()));
    }

    private void say(String event, String text, Map<String, String> more) {
        if (json) {
            Map<String, String> line = new LinkedHashMap<>();
            line.put("event", event);
            line.put("text", text);
            line.putAll(more);
            out.println(FlatJson.line(line));
        } else {
            out.println("ceremony: " + text);
        }
    }
}
