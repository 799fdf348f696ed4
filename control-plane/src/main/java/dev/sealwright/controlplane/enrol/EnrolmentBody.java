package dev.sealwright.controlplane.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A host's proofs, in the form of {@link EnrolmentRequest}.
 *
 * @param nonce base64url, 32 bytes
 * @param csr base64url of the PKCS#10 request
 * @param proof base64url, 64 bytes
 */
@Serdeable
@Schema(name = "EnrolmentRequest")
public record EnrolmentBody(
        @NotBlank @Size(min = 43, max = 43) String nonce,
        @NotBlank @Size(max = 5462) String csr,
        @NotBlank @Size(min = 86, max = 86) String proof) {

    EnrolmentRequest request() {
        return new EnrolmentRequest(
                Bytes.fromBase64Url(nonce), Bytes.fromBase64Url(csr), Bytes.fromBase64Url(proof));
    }
}
