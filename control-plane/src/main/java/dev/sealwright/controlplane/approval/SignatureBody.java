package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.leaf.AuthorityBody;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * A signature by an authority key over {@code sealwright/approval/v1}, docs/formats.md.
 *
 * @param keyId base64url of the SHA-256 of the key's SubjectPublicKeyInfo
 * @param expiresAt that the signature names, in whole seconds; at most an hour from now
 * @param signature base64url; ECDSA in DER
 */
@Serdeable
@Schema(name = "ApprovalSignature")
public record SignatureBody(
        @NotNull @Size(min = 43, max = 43) String keyId,
        @NotNull Instant expiresAt,
        @NotNull @Size(min = 1, max = 120) String signature) {

    AuthorityBody.Approval of(Bytes subject) {
        if (!Seconds.truncate(expiresAt).equals(expiresAt)) {
            throw ProblemException.invalid("/expires_at", "a time in whole seconds");
        }
        return new AuthorityBody.Approval(
                subject, bytes("/key_id", keyId), expiresAt, bytes("/signature", signature));
    }

    private static Bytes bytes(String pointer, String text) {
        try {
            return Bytes.fromBase64Url(text);
        } catch (MalformedException e) {
            throw ProblemException.invalid(pointer, "not base64url without padding");
        }
    }
}
