package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.crypto.JsonWebKey;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys under which the key service signs JSON Web Tokens. */
@Controller
public class TokenKeyResource {
    private static final String TOKEN_KEY = "token";

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
        return new KeySet(
                keyService.describeKeys().keys().stream()
                        .filter(key -> key.label().equals(TOKEN_KEY))
                        .map(KeyInventory.Key::spki)
                        .flatMap(Optional::stream)
                        .map(spki -> JsonWebKey.of(spki).members())
                        .toList());
    }
}
