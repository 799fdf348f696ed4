package dev.sealwright.controlplane.access;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is stored.
 *
 * @param user name of a user of the same organisation
 * @param verifier base64url of the HMAC of SHA-256 of the key
 * @param expiresAt from when the key is refused; null for never
 * @param macVersion of the HSM's key {@code mac} that the verifier stands under; null for the first
 */
@Serdeable
public record ApiKeyDocument(
        String user, String verifier, @Nullable Instant expiresAt, @Nullable Long macVersion) {
    public static final RecordType<ApiKeyDocument> TYPE =
            RecordType.of(RecordKind.API_KEY, ApiKeyDocument.class)
                    .referring(key -> List.of(new Reference(RecordKind.USER, key.user(), "/user")))
                    .foundBy(key -> Optional.of(key.verifierBytes()));

    /** A key as it is stored under the newest version. */
    public static ApiKeyDocument of(
            String user, Pepper.Verifier verifier, @Nullable Instant expiresAt) {
        return new ApiKeyDocument(
                user,
                verifier.bytes().base64Url(),
                expiresAt,
                verifier.version() == 1 ? null : verifier.version());
    }

    /** The version that the verifier stands under. */
    public long version() {
        return macVersion == null ? 1 : macVersion;
    }

    /** Whether this is the verifier, of that version and no other. */
    boolean isVerifiedBy(Pepper.Verifier sent) {
        return version() == sent.version() && verifierBytes().equalsConstantTime(sent.bytes());
    }

    public Bytes verifierBytes() {
        return Bytes.fromBase64Url(verifier);
    }

    public Optional<Instant> expires() {
        return Optional.ofNullable(expiresAt);
    }

    /** Without the verifier, so that no log line ever shows one. */
    @Override
    public String toString() {
        return "ApiKeyDocument[user=" + user + ", expiresAt=" + expiresAt + "]";
    }
}
