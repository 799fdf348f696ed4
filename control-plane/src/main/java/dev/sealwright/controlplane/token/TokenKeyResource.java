package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys under which the key service signs JSON Web Tokens. */
@Controller
public class TokenKeyResource {
    private final KeyService keyService;
    private volatile Optional<KeySet> known = Optional.empty();

    TokenKeyResource(KeyService keyService) {
        this.keyService = keyService;
    }

    /**
     * A JWK set (RFC 7517 section 5).
     *
     * @param keys each with its members
     */
    @Serdeable
    @Schema(name = "TokenKeys")
    public record KeySet(List<Map<String, String>> keys) {}

    @Get("/.well-known/jwks.json")
    @On({Listener.PEOPLE, Listener.HOSTS})
    @Allow(Allow.Door.ANYONE)
    @Operation(operationId = "tokenKeys", summary = "The keys that verify tokens, as a JWK set")
    public KeySet keys() {
        KeySet keys = known.orElseGet(this::described);
        known = Optional.of(keys);
        return keys;
    }

    /** The token's keys change with its ceremony only. */
    private KeySet described() {
        List<KeyInventory.Key> all = keyService.describeKeys().keys();
        return new KeySet(
                Stream.of(TokenAlgorithm.values())
                        .flatMap(
                                algorithm ->
                                        all.stream()
                                                .filter(k -> k.label().equals(algorithm.label()))
                                                .flatMap(k -> k.spki().stream())
                                                .map(algorithm::jwk))
                        .toList());
    }
}
