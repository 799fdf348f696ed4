package dev.sealwright.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.PlainText;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** An {@code application/problem+json} document as far as a person needs it. */
public record Problem(
        String slug, String title, String detail, String requestId, List<String> errors) {
    private static final String PREFIX = "urn:sealwright:problem:";
    private static final int MAX_TEXT = 200;

    public Problem {
        errors = List.copyOf(errors);
    }

    /** Reads an error's body; whatever else an intermediary sends becomes {@code unknown}. */
    static Problem read(int status, byte[] body, String requestId) {
        JsonNode node;
        try {
            node = Json.parse(body);
        } catch (MalformedException _) {
            node = Json.object();
        }
        String type = node.path("type").asText("");
        return new Problem(
                safe(type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "unknown"),
                safe(node.path("title").asText("HTTP status " + status)),
                safe(node.path("detail").asText("the answer explains nothing")),
                safe(node.path("request_id").asText(requestId)),
                errors(node.path("errors")));
    }

    private static List<String> errors(JsonNode errors) {
        var lines = new ArrayList<String>();
        for (JsonNode error : errors) {
            String pointer = error.path("pointer").asText("");
            lines.add(safe(pointer + ": " + error.path("message").asText("")));
            if (lines.size() == 20) {
                break;
            }
        }
        return lines;
    }

    private static String safe(String text) {
        return PlainText.of(text, MAX_TEXT);
    }
}
