package dev.sealwright.controlplane.access;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code sw_} and 32 random bytes in base64url, made by its owner. The
 * service sees it only in the Authorization header, and keeps it no longer than it takes to hash
 * it.
 */
final class ApiKeyText {
    private static final Pattern BEARER =
            Pattern.compile("(?i:Bearer) {1,8}(sw_[A-Za-z0-9_-]{43})");

    private ApiKeyText() {}

    /** SHA-256 of the key's ASCII text, from an Authorization header. */
    static Optional<Bytes> sha256(String authorization) {
        var match = BEARER.matcher(authorization);
        return match.matches()
                ? Optional.of(
                        Sha256.of(Bytes.of(match.group(1).getBytes(StandardCharsets.US_ASCII))))
                : Optional.empty();
    }
}
