package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.access.Membership;
import dev.sealwright.controlplane.access.Role;
import dev.sealwright.controlplane.idempotency.NotKept;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.record.RecordResource;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Capability tokens for parties that verify no receipts. */
@Controller("/v1/orgs/{org}/capability-tokens")
@On(Listener.PEOPLE)
public class TokenFormsResource {
    private final CapabilityTokens tokens;
    private final Revoking revoking;
    private final Introspection introspection;
    private final KeyService keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    TokenFormsResource(
            CapabilityTokens tokens,
            Revoking revoking,
            Introspection introspection,
            KeyService keys,
            JwtSettings settings,
            InstantSource clock) {
        this.tokens = tokens;
        this.revoking = revoking;
        this.introspection = introspection;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    @Post("/{token_id}/jwt")
    @Status(HttpStatus.OK)
    @NotKept
    @Allow(roles = {Role.DEVELOPER, Role.ADMIN})
    @Operation(
            operationId = "signCapabilityToken",
            summary = "The token as it was issued, as a JSON Web Token")
    public HttpResponse<JwtAnswer> jwt(
            String org,
            @Parameter(hidden = true) Membership membership,
            @PathVariable("token_id") UUID tokenId,
            @Parameter(
                            description =
                                    "EdDSA (RFC 8037) or ES256; absent, what the service is"
                                            + " configured with: EdDSA, if it is not")
                    @QueryValue
                    Optional<String> algorithm) {
        TokenAlgorithm signing =
                algorithm.map(TokenFormsResource::named).orElseGet(settings::standard);
        Bytes tag = membership.org().tag();
        IssuedToken token = tokens.require(tag, tokenId);
        if (revoking.isRevoked(tag, token.idBytes(), List.of())
                || token.validity().over(clock.instant())) {
            throw ProblemException.conflict("The token is revoked, or its time is over.");
        }
        CapabilityTokens.Released released = tokens.released(token);
        String jwt =
                keys.signJwt(
                        new TokenOrder(
                                new ProvenLeaf(
                                        released.leaf().leaf(), released.leaf().receipt().text()),
                                token.salt(),
                                token.claims().encode(),
                                signing));
        return HttpResponse.ok(new JwtAnswer(jwt))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(RecordResource.RECEIPT_HEADER, RecordResource.receipt(released.leaf()));
    }

    private static TokenAlgorithm named(String algorithm) {
        try {
            return TokenAlgorithm.of(algorithm);
        } catch (MalformedException e) {
            throw ProblemException.invalid("algorithm", String.valueOf(e.getMessage()));
        }
    }

    @Post("/introspection")
    @Status(HttpStatus.OK)
    @NotKept
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @Allow(roles = {Role.AGENT, Role.DEVELOPER, Role.ADMIN, Role.AUDITOR})
    @Operation(
            operationId = "introspectCapabilityToken",
            summary = "Whether a token is good for anything now (RFC 7662)")
    public HttpResponse<IntrospectionAnswer> introspect(
            String org,
            @Parameter(hidden = true) Membership membership,
            @Body @Valid IntrospectionBody body) {
        return HttpResponse.ok(introspection.of(membership.org().tag(), body.token()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
