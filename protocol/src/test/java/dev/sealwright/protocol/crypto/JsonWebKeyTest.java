package dev.sealwright.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.api.Test;

class JsonWebKeyTest {
    /** RFC 7517 appendix A.1, its coordinates as a SubjectPublicKeyInfo. */
    private static final Bytes SPKI =
            Bytes.concat(
                    Bytes.fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
                    Bytes.fromBase64Url("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"),
                    Bytes.fromBase64Url("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"));

    @Test
    void coordinatesAreThoseOfTheRfc() {
        assertThat(JsonWebKey.of(SPKI).members())
                .containsEntry("x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4")
                .containsEntry("y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM")
                .containsEntry("alg", "ES256");
    }

    @Test
    void theThumbprintIsOverTheRequiredMembersInOrder() {
        String members =
                "{\"crv\":\"P-256\",\"kty\":\"EC\","
                        + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                        + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";
        assertThat(JsonWebKey.of(SPKI).thumbprint())
                .isEqualTo(Sha256.of(Bytes.utf8(members)).base64Url());
    }

    @Test
    void keysThatDoNotSignWithEs256AreRefused() {
        Bytes ed25519 =
                Bytes.fromHex(
                        "302a300506032b6570032100"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThatThrownBy(() -> JsonWebKey.of(ed25519)).isInstanceOf(MalformedException.class);
    }
}
