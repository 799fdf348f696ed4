package dev.sealwright.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a relying party finds that wants to verify a token. */
class TokenKeyTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @Test
    void theKeySetHoldsTheTokenKeysOfTheHsmAndNoOther() {
        Answer answer = SERVICE.people().get("/.well-known/jwks.json");
        assertThat(answer.status()).isEqualTo(200);
        List<Json> keys = answer.json().items("keys");
        assertThat(keys).hasSize(2);
        for (TokenAlgorithm algorithm : TokenAlgorithm.values()) {
            var expected =
                    algorithm.jwk(
                            SERVICE.bean(KeyService.class).describeKeys().keys().stream()
                                    .filter(key -> key.label().equals(algorithm.label()))
                                    .map(KeyInventory.Key::spki)
                                    .findAny()
                                    .orElseThrow()
                                    .orElseThrow());
            assertThat(keys)
                    .anySatisfy(
                            key ->
                                    expected.forEach(
                                            (name, value) ->
                                                    assertThat(key.text(name)).isEqualTo(value)));
        }
    }
}
