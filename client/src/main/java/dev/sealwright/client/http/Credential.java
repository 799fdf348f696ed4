package dev.sealwright.client.http;

import java.util.Optional;

/** Who calls, beyond what TLS says. */
@FunctionalInterface
public interface Credential {
    /** The text behind {@code Authorization: Bearer}. */
    Optional<String> bearer();

    /** No header: the client certificate, or nobody. */
    static Credential none() {
        return Optional::empty;
    }
}
