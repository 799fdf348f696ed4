package dev.sealwright.controlplane.problem;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names each request with 16 hexadecimal digits, for its answer, its problem and its log line. */
@Singleton
public final class RequestIds {
    public static final String HEADER = "Sealwright-Request-Id";
    private static final String ATTRIBUTE = "sealwright.request-id";

    private final SecureRandom random;

    RequestIds(SecureRandom random) {
        this.random = random;
    }

    /** The id of {@code request}, given to it at the first call. */
    public String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class)
                .orElseGet(
                        () -> {
                            String id = HexFormat.of().toHexDigits(random.nextLong());
                            request.setAttribute(ATTRIBUTE, id);
                            return id;
                        });
    }
}
