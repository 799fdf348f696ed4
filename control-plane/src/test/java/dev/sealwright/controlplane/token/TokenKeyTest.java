package dev.sealwright.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.JsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a relying party finds that wants to verify a token. */
class TokenKeyTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @Test
    void theKeySetHoldsTheTokenKeyOfTheHsmAndNoOther() {
        Answer answer = SERVICE.people().get("/.well-known/jwks.json");
        Bytes spki =
                SERVICE.bean(KeyService.class).describeKeys().keys().stream()
                        .filter(key -> key.label().equals("token"))
                        .findAny()
                        .orElseThrow()
                        .spki()
                        .orElseThrow();

        assertThat(answer.status()).isEqualTo(200);
        Json key = answer.json().items("keys").getFirst();
        assertThat(answer.json().items("keys")).hasSize(1);
        JsonWebKey.of(spki)
                .members()
                .forEach((name, value) -> assertThat(key.text(name)).isEqualTo(value));
    }
}
