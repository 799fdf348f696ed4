package dev.sealwright.controlplane.host;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.enrol.RenewalRequest;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a host sends to renew its certificate, in the form of {@link RenewalRequest}.
 *
 * @param csr base64url of the PKCS#10 request for the new key
 * @param nbf seconds since the epoch
 * @param exp seconds since the epoch
 * @param proof base64url of the signature by the present certificate's key
 */
@Serdeable
@Schema(name = "RenewalRequest")
public record RenewalBody(
        @NotBlank @Size(max = 5462) String csr,
        long nbf,
        long exp,
        @NotBlank @Size(max = 171) String proof) {

    RenewalRequest request() {
        return new RenewalRequest(
                Bytes.fromBase64Url(csr),
                new Validity(Seconds.of(nbf), Seconds.of(exp)),
                Bytes.fromBase64Url(proof));
    }
}
