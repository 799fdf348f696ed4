package dev.sealwright.controlplane.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token (RFC 7662 section 2.2). Of one that is good for nothing, nothing else is
 * said.
 *
 * @param active whether it is an unrevoked token of this organisation, within its time
 * @param exp seconds since the epoch, blocks included
 * @param cnf how its holder is known
 * @param authorizationDetails what each layer allows, from the issued token to the last block; all
 *     of them bind
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CapabilityTokenIntrospection")
public record IntrospectionAnswer(
        boolean active,
        @Nullable String iss,
        @Nullable String jti,
        @Nullable String sub,
        @Nullable List<String> aud,
        @Nullable Long iat,
        @Nullable Long nbf,
        @Nullable Long exp,
        @Nullable Confirmation cnf,
        @Nullable List<Layer> authorizationDetails) {
    static final IntrospectionAnswer INACTIVE =
            new IntrospectionAnswer(false, null, null, null, null, null, null, null, null, null);

    /**
     * The holder's key (RFC 9449 section 6.1).
     *
     * @param jkt RFC 7638 thumbprint
     */
    @Serdeable
    @Schema(name = "TokenConfirmation")
    public record Confirmation(String jkt) {}

    /**
     * One layer (RFC 9396 section 2).
     *
     * @param type sealwright_capability
     * @param layer base64url of its id, by which it is revoked
     * @param caveats base64url of its caveats, deterministic CBOR
     */
    @Serdeable
    @Schema(name = "TokenLayer")
    public record Layer(String type, String layer, String caveats) {}
}
