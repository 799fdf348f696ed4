package dev.sealwright.keyservice.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.TestPki;
import java.security.KeyPair;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forms in which tokens give curves and points. */
final class CurveTest {
    private static KeyPair keys(Curve curve) {
        return switch (curve) {
            case ED25519 -> TestPki.ed25519();
            case P256 -> TestPki.p256();
            case P384 -> TestPki.p384();
        };
    }

    private static byte[] point(Curve curve, Bytes spki) {
        int length =
                switch (curve) {
                    case ED25519 -> 32;
                    case P256 -> 65;
                    case P384 -> 97;
                };
        return spki.slice(spki.size() - length, spki.size()).toArray();
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void aPointIsTakenWrappedAndBare(Curve curve) {
        Bytes spki = Bytes.of(keys(curve).getPublic().getEncoded());
        Bytes bare = Bytes.of(point(curve, spki));
        Bytes wrapped = Bytes.concat(Bytes.of(new byte[] {4, (byte) bare.size()}), bare);

        assertThat(curve.spki(bare.toArray())).contains(spki);
        assertThat(curve.spki(wrapped.toArray())).contains(spki);
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void nothingElseIsAPoint(Curve curve) {
        Bytes point = Bytes.of(point(curve, Bytes.of(keys(curve).getPublic().getEncoded())));

        assertThat(curve.spki(new byte[0])).isEmpty();
        assertThat(curve.spki(point.slice(0, point.size() - 1).toArray())).isEmpty();
        assertThat(curve.spki(Bytes.concat(point, Bytes.zeros(1)).toArray())).isEmpty();
        assertThat(curve.spki(Bytes.concat(Bytes.fromHex("0321"), point).toArray())).isEmpty();
    }

    @Test
    void aCompressedPointIsNotTaken() {
        byte[] compressed = new byte[65];
        compressed[0] = 2;

        assertThat(Curve.P256.spki(compressed)).isEmpty();
    }

    @Test
    void aCurveIsKnownByItsOidAndEd25519ByItsNameToo() {
        assertThat(Curve.ofParameters(HexFormat.of().parseHex("06082a8648ce3d030107")))
                .contains(Curve.P256);
        assertThat(Curve.ofParameters(HexFormat.of().parseHex("06052b81040022")))
                .contains(Curve.P384);
        assertThat(Curve.ofParameters(HexFormat.of().parseHex("06032b6570")))
                .contains(Curve.ED25519);
        assertThat(Curve.ofParameters(HexFormat.of().parseHex("130c656477617264733235353139")))
                .contains(Curve.ED25519);
        assertThat(Curve.ofParameters(HexFormat.of().parseHex("06052b8104000a"))).isEmpty();
    }
}
