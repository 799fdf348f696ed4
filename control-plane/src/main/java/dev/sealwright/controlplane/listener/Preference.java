package dev.sealwright.controlplane.listener;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;

/** Which form of an answer a client would rather have. */
public final class Preference {
    private Preference() {}

    /** Whether it is this type rather than JSON; without a word, it is JSON. */
    public static boolean is(MediaType type, HttpRequest<?> request) {
        for (MediaType accepted : request.accept()) {
            if (accepted.matches(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.equals(type)) {
                return true;
            }
        }
        return false;
    }
}
