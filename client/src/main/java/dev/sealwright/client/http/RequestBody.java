package dev.sealwright.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;

/** What a request carries. It may be a secret, so it never shows itself in text. */
public final class RequestBody {
    private final String mediaType;
    private final byte[] bytes;

    private RequestBody(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
    }

    static RequestBody json(JsonNode node) {
        return new RequestBody("application/json", Json.bytes(node));
    }

    static RequestBody octets(byte[] bytes) {
        return new RequestBody("application/octet-stream", bytes);
    }

    String mediaType() {
        return mediaType;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + mediaType;
    }
}
