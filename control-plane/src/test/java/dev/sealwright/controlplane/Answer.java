package dev.sealwright.controlplane;

import dev.sealwright.protocol.Bytes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the service answered. */
public record Answer(int status, Map<String, List<String>> headers, Bytes body) {
    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(), response.headers().map(), Bytes.of(response.body()));
    }

    public String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse("");
    }

    public String text() {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }

    public Json json() {
        return Json.parse(text());
    }

    /** The slug of a problem document. */
    public String problem() {
        String type =
                header("Content-Type").equals("application/problem+json")
                        ? json().text("type")
                        : "";
        return type.replace("urn:sealwright:problem:", "");
    }
}
