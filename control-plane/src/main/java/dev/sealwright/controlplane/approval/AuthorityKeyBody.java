package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.AuthorityBody;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.Set;

/**
 * The public half of an authority key; the private half never leaves its holder.
 *
 * @param publicKey base64url of the DER SubjectPublicKeyInfo of an Ed25519 or P-256 key
 */
@Serdeable
@Schema(name = "RegisterAuthorityKey")
public record AuthorityKeyBody(@NotNull @Size(min = 1, max = 180) String publicKey) {
    private static final Set<SignatureScheme> TAKEN =
            EnumSet.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_P256);

    /** DER. */
    Bytes spki() {
        try {
            Bytes der = Bytes.fromBase64Url(publicKey);
            if (der.size() <= AuthorityBody.AuthorityKey.MAX_SPKI
                    && SignatureScheme.of(Spki.parse(der)).filter(TAKEN::contains).isPresent()) {
                return der;
            }
        } catch (MalformedException e) {
            throw ProblemException.invalid("/public_key", String.valueOf(e.getMessage()));
        }
        throw ProblemException.invalid("/public_key", "an authority key is Ed25519 or P-256");
    }
}
