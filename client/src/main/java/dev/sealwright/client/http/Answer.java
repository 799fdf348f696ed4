package dev.sealwright.client.http;

import dev.sealwright.client.json.Fields;
import java.net.http.HttpHeaders;

/** A successful answer. */
public record Answer(int status, HttpHeaders headers, byte[] body) {
    /** The body as one JSON object. */
    public Fields json() {
        return Fields.parse(body);
    }
}
