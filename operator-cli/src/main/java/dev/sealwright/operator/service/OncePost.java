package dev.sealwright.operator.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;

/** A POST that may be sent again and acts once: it carries an {@code Idempotency-Key}. */
public final class OncePost {
    private static final String HEADER = "Idempotency-Key";
    private static final int KEY_BYTES = 16;

    private OncePost() {}

    public static Request of(String path, JsonNode body, Surroundings surroundings) {
        return of(Request.repeatablePost(path, body), surroundings);
    }

    /** The same of a request that has other headers or another body. */
    public static Request of(Request request, Surroundings surroundings) {
        byte[] key = new byte[KEY_BYTES];
        surroundings.random().nextBytes(key);
        return request.header(HEADER, Bytes.of(key).hex());
    }
}
