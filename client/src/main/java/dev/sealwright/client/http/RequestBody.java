package dev.sealwright.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.json.Json;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Supplier;

/**
 * What a request carries.
 *
 * @param content gives the same bytes each time it is sent
 */
public record RequestBody(String mediaType, BodyPublisher content) {
    public static RequestBody json(JsonNode node) {
        return new RequestBody("application/json", BodyPublishers.ofByteArray(Json.bytes(node)));
    }

    /**
     * Bytes that are read while they are sent.
     *
     * @param size how many they are
     * @param content begins anew for each attempt
     */
    public static RequestBody bytes(long size, Supplier<InputStream> content) {
        return new RequestBody(
                "application/octet-stream",
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), size));
    }

    /** Not what is in it, which may be a secret. */
    @Override
    public String toString() {
        return mediaType + " of " + content.contentLength() + " bytes";
    }
}
