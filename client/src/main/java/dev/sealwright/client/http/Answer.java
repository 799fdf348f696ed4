package dev.sealwright.client.http;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import java.net.http.HttpHeaders;
import java.util.Map;

/** A successful answer. */
public record Answer(int status, HttpHeaders headers, Bytes body) {
    /** The body as one JSON object. */
    public Fields json() {
        return Fields.parse(body.toArray());
    }

    /** The body as one JSON object, in the form that protocol records read. */
    public Map<String, Object> map() {
        return Json.map(body.toArray());
    }
}
