package dev.sealwright.protocol.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKeyIdTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final TokenKeyId SECOND = new TokenKeyId(SigningAlgorithm.ED25519, 2);

    @Test
    void anIdTellsAlgorithmAndGeneration() {
        assertThat(SECOND.bytes()).isEqualTo(Bytes.fromHex("746b2d65646473610000000000000002"));
        assertThat(TokenKeyId.of(SECOND.bytes())).contains(SECOND);
        TokenKeyId first = new TokenKeyId(SigningAlgorithm.ES256, 1);
        assertThat(TokenKeyId.of(first.bytes())).contains(first);
        assertThat(first.previous()).isEmpty();
        assertThat(first.next().previous()).contains(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "746b2d65646473610000000000000000",
                "746b2d6564647361ffffffffffffffff",
                "746b2d65646473620000000000000001",
                "746b2d656464736100000000000001",
                "0198c0de000070008000000000000001",
                ""
            })
    void nothingElseIsOne(String hex) {
        assertThat(TokenKeyId.of(Bytes.fromHex(hex))).isEmpty();
    }

    @Test
    void noTokenIsSignedWithPs256() {
        assertThatThrownBy(() -> new TokenKeyId(SigningAlgorithm.PS256, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenKeyId(SigningAlgorithm.ES256, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysOfOrgsAndOfTheServiceAreNotMixedUp() {
        var own = new KeyBody.Destruction(SECOND.bytes(), Instant.EPOCH);
        var others = new KeyBody.Destruction(ORG, Instant.EPOCH);
        assertThat(TokenKeyId.objection(Leaf.NO_ORG, own)).isEmpty();
        assertThat(TokenKeyId.objection(ORG, others)).isEmpty();
        assertThat(TokenKeyId.objection(ORG, own)).isPresent();
        assertThat(TokenKeyId.objection(Leaf.NO_ORG, others)).isPresent();
    }

    @Test
    void suchAKeySignsNoMessagesAndIsNotSwitched() {
        var sign =
                new KeyBody.Sign(
                        SECOND.bytes(),
                        1,
                        SigningAlgorithm.ED25519,
                        Bytes.zeros(32),
                        Bytes.zeros(32));
        assertThat(TokenKeyId.objection(Leaf.NO_ORG, sign)).isPresent();
        assertThat(TokenKeyId.objection(Leaf.NO_ORG, new KeyBody.Switch(SECOND.bytes(), false)))
                .isPresent();
    }
}
