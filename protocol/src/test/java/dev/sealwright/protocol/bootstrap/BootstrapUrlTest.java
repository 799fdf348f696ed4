package dev.sealwright.protocol.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.crypto.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapUrlTest {
    private static final byte[] SEED =
            Bytes.fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                    .toArray();
    private static final RootPin PIN = new RootPin(Bytes.fromHex("c3".repeat(32)));

    private static BootstrapUrl url(String authority) {
        return new BootstrapUrl(authority, BootstrapSeed.of(SEED), PIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seal.example",
                "seal.example:8444",
                "127.0.0.1:8444",
                "[::1]:8444",
                "a23456789.b23456789.c2345678:8444"
            })
    void anUrlIsReadAsItWasWritten(String authority) {
        String text = url(authority).reveal();
        assertThat(text).hasSizeLessThan(160);
        BootstrapUrl read = BootstrapUrl.parse(text);
        assertThat(read.reveal()).isEqualTo(text);
        assertThat(read.authority()).isEqualTo(authority);
        assertThat(read.pin()).isEqualTo(PIN);
        assertThat(read.seed().publicKey()).isEqualTo(BootstrapSeed.of(SEED).publicKey());
    }

    @Test
    void everyChangedCharacterIsRefusedOrChangesOnlyHostOrPin() {
        String text = url("seal.example").reveal();
        for (int at = 0; at < text.length(); at++) {
            String other =
                    text.substring(0, at)
                            + (text.charAt(at) == 'A' ? 'B' : 'A')
                            + text.substring(at + 1);
            try {
                BootstrapUrl read = BootstrapUrl.parse(other);
                assertThat(read.reveal()).isEqualTo(other);
                assertThat(read.id()).isEqualTo(url("seal.example").id());
            } catch (MalformedException e) {
                assertThat(e.getMessage())
                        .hasSizeLessThanOrEqualTo(200)
                        .doesNotContain(text.substring(60));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Seal.example",
                "seal.example:0",
                "seal.example:65536",
                "a@seal.example",
                "seal example",
                "-x",
                "::1"
            })
    void anImpossibleAuthorityIsRefused(String authority) {
        assertThatThrownBy(() -> url(authority)).isInstanceOf(MalformedException.class);
    }

    @Test
    void nothingShowsTheSecret() {
        BootstrapUrl url = url("seal.example");
        String fragment = url.reveal().substring(url.reveal().indexOf('#') + 1);
        assertThat(url.toString() + url.seed()).doesNotContain(fragment.substring(0, 12));
    }

    @Test
    void aDestroyedSeedSignsNothing() {
        BootstrapSeed seed = BootstrapSeed.of(SEED);
        seed.destroy();
        assertThat(seed.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> seed.sign(Bytes.EMPTY));
    }

    /** RFC 8032 section 7.1, test 1. */
    @Test
    void theKeyAndSignatureFollowFromTheSeed() {
        BootstrapSeed seed = BootstrapSeed.of(SEED);
        assertThat(seed.publicKey().hex())
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        Bytes signature = seed.sign(Bytes.EMPTY);
        assertThat(signature.hex())
                .isEqualTo(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        assertThat(Ed25519.verify(seed.publicKey(), Bytes.EMPTY, signature)).isTrue();
    }
}
