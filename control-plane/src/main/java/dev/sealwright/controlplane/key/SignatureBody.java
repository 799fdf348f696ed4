package dev.sealwright.controlplane.key;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/**
 * What is to be signed: one of the two.
 *
 * @param message base64url; for Ed25519 at most 16 KiB
 * @param messageSha256 base64url of the message's SHA-256, for algorithms that need no more
 */
@Serdeable
@Schema(name = "SignatureRequest")
public record SignatureBody(@Nullable String message, @Nullable String messageSha256) {
    public SignatureBody {
        if ((message == null) == (messageSha256 == null)) {
            throw new MalformedException("give either message or message_sha256");
        }
        if (message != null) {
            Bytes.fromBase64Url(message);
        }
        if (messageSha256 != null) {
            Bytes.fromBase64Url(messageSha256).requireSize(Sha256.SIZE, "message_sha256");
        }
    }

    Optional<Bytes> bytes() {
        return Optional.ofNullable(message).map(Bytes::fromBase64Url);
    }

    Bytes digest() {
        return bytes().map(Sha256::of)
                .orElseGet(() -> Bytes.fromBase64Url(String.valueOf(messageSha256)));
    }

    @Override
    public String toString() {
        return "a message to be signed";
    }
}
