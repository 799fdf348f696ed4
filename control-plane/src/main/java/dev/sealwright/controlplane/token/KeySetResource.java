package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.key.TokenKeys;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.TokenBody;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys under which the key service signs JSON Web Tokens. */
@Controller
public class KeySetResource {
    private static final Duration LONGEST =
            TokenBody.CapabilityToken.MAX_LENGTH.plus(Validity.SKEW.multipliedBy(2));

    private final TokenKeys tokenKeys;
    private final InstantSource clock;

    KeySetResource(TokenKeys tokenKeys, InstantSource clock) {
        this.tokenKeys = tokenKeys;
        this.clock = clock;
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
        return new KeySet(
                Stream.of(TokenAlgorithm.values())
                        .flatMap(
                                algorithm ->
                                        tokenKeys.all(algorithm).stream()
                                                .filter(this::verifies)
                                                .map(key -> algorithm.jwk(key.spki())))
                        .toList());
    }

    /** As long as a token may live that it signed, whatever became of its private half. */
    private boolean verifies(TokenKeys.Generation key) {
        return key.deactivated()
                .map(end -> clock.instant().isBefore(end.plus(LONGEST)))
                .orElse(true);
    }
}
