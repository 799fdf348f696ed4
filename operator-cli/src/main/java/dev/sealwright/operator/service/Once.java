package dev.sealwright.operator.service;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;

/** Makes a POST one that may be sent again and acts once. */
public final class Once {
    private static final int KEY_BYTES = 16;

    private Once() {}

    /** Under an idempotency key of its own. */
    public static Request of(Request request, Surroundings surroundings) {
        byte[] key = new byte[KEY_BYTES];
        surroundings.random().nextBytes(key);
        return request.header("Idempotency-Key", Bytes.of(key).hex());
    }
}
