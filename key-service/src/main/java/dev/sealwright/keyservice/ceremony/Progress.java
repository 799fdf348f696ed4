package dev.sealwright.keyservice.ceremony;

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
        if (json) {
            Map<String, String> line = new LinkedHashMap<>();
            line.put("event", event);
            line.put("text", text);
            out.println(FlatJson.line(line));
        } else {
            out.println("ceremony: " + text);
        }
    }
}
