package dev.sealwright.controlplane.approval;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.history.AuthorityHistory;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * An authority key as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param keyId base64url of the SHA-256 of its SubjectPublicKeyInfo
 * @param algorithm Ed25519 or P-256
 * @param publicKey base64url of the DER SubjectPublicKeyInfo
 * @param version of the name, one more with each key that it named
 * @param receiptIndex index of the leaf that it stands by
 */
@Serdeable
@Schema(name = "AuthorityKey")
public record AuthorityKeyAnswer(
        String name,
        UUID id,
        String keyId,
        String algorithm,
        String publicKey,
        long version,
        Instant registeredAt,
        long receiptIndex) {
    static AuthorityKeyAnswer of(String name, AuthorityHistory.Key key) {
        Bytes spki = key.leaf().spki();
        boolean edwards =
                SignatureScheme.of(Spki.parse(spki))
                        .filter(SignatureScheme.ED25519::equals)
                        .isPresent();
        return new AuthorityKeyAnswer(
                name,
                Uuids.uuid(key.leaf().row()),
                Sha256.of(spki).base64Url(),
                edwards ? "Ed25519" : "P-256",
                spki.base64Url(),
                key.leaf().version(),
                key.time(),
                key.index());
    }
}
