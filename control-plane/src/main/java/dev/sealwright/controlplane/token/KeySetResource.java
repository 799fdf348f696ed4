package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.access.Allow;
import dev.sealwright.controlplane.key.TokenKeys;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.On;
import dev.sealwright.controlplane.voter.Members;
import dev.sealwright.keyservice.api.KeyInventory;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys under which the key service signs JSON Web Tokens. */
@Controller
public class KeySetResource {
    private static final Duration LONGEST =
            TokenBody.CapabilityToken.MAX_LENGTH.plus(Validity.SKEW.multipliedBy(2));
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final TokenKeys tokenKeys;
    private final Members members;
    private final InstantSource clock;
    private final Map<Map<String, String>, TokenAlgorithm> known =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile long looked = System.nanoTime() - FRESH.toNanos();

    KeySetResource(TokenKeys tokenKeys, Members members, InstantSource clock) {
        this.tokenKeys = tokenKeys;
        this.members = members;
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
        return new KeySet(members.areSeveral() ? ofMembers() : ofGenerations());
    }

    private List<Map<String, String>> ofGenerations() {
        return Stream.of(TokenAlgorithm.values())
                .flatMap(
                        algorithm ->
                                tokenKeys.all(algorithm).stream()
                                        .filter(this::verifies)
                                        .map(key -> algorithm.jwk(key.spki())))
                .toList();
    }

    /**
     * Each member that issues signs by keys of its own, which its ceremony alone changes; those of
     * one that is away now are told as long as this process remembers them.
     */
    private List<Map<String, String>> ofMembers() {
        if (System.nanoTime() - looked >= FRESH.toNanos()) {
            members.inventories().forEach(this::look);
            looked = System.nanoTime();
        }
        synchronized (known) {
            return Stream.of(TokenAlgorithm.values())
                    .flatMap(
                            algorithm ->
                                    known.entrySet().stream()
                                            .filter(each -> each.getValue() == algorithm)
                                            .map(Map.Entry::getKey))
                    .toList();
        }
    }

    private void look(KeyInventory inventory) {
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            inventory
                    .spki(algorithm.label())
                    .ifPresent(spki -> known.putIfAbsent(algorithm.jwk(spki), algorithm));
        }
    }

    /** As long as a token may live that it signed, whatever became of its private half. */
    private boolean verifies(TokenKeys.Generation key) {
        return key.deactivated()
                .map(end -> clock.instant().isBefore(end.plus(LONGEST)))
                .orElse(true);
    }
}
