package dev.sealwright.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    /** The order of the base point, RFC 8032 section 5.1. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
                + "'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
                + "72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
                + "af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void ed25519IsThatOfRfc8032(String seed, String publicKey, String message, String signature) {
        byte[] secret = HexFormat.of().parseHex(seed);
        Bytes text = Bytes.fromHex(message);
        assertThat(Ed25519Key.publicKey(secret).hex()).isEqualTo(publicKey);
        assertThat(Ed25519Key.sign(secret, text).hex()).isEqualTo(signature);
        assertThat(Ed25519.verify(Bytes.fromHex(publicKey), text, Bytes.fromHex(signature)))
                .isTrue();
    }

    @Test
    void everyChangedBitIsRefused() {
        byte[] secret =
                HexFormat.of()
                        .parseHex(
                                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        Bytes key = Ed25519Key.publicKey(secret);
        Bytes message = Bytes.utf8("message");
        byte[] signature = Ed25519Key.sign(secret, message).toArray();
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] other = signature.clone();
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Ed25519.verify(key, message, Bytes.of(other))).isFalse();
        }
        assertThat(Ed25519.verify(key, Bytes.utf8("massage"), Bytes.of(signature))).isFalse();
        assertThat(Ed25519.verify(key, message, Bytes.of(signature).slice(0, 63))).isFalse();
    }

    /** RFC 8032 section 5.1.7: S must be below L, or every signature has a second form. */
    @Test
    void aSecondFormOfASignatureIsRefused() {
        byte[] secret = new byte[32];
        Bytes message = Bytes.utf8("message");
        byte[] signature = Ed25519Key.sign(secret, message).toArray();
        byte[] s = new byte[32];
        for (int i = 0; i < 32; i++) {
            s[i] = signature[63 - i];
        }
        byte[] bigger = new BigInteger(1, s).add(L).toByteArray();
        for (int i = 0; i < 32; i++) {
            signature[63 - i] = i < 32 - bigger.length ? 0 : bigger[i - (32 - bigger.length)];
        }
        assertThat(Ed25519.verify(Ed25519Key.publicKey(secret), message, Bytes.of(signature)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aKeyOfSmallOrderVerifiesNothing(String key) {
        // Under the neutral element, R = neutral and S = 0 would hold for every message.
        Bytes forged = Bytes.concat(Bytes.fromHex("01" + "00".repeat(31)), Bytes.zeros(32));
        assertThat(Ed25519.isSmallOrder(Bytes.fromHex(key))).isTrue();
        assertThat(Ed25519.verify(Bytes.fromHex(key), Bytes.utf8("anything"), forged)).isFalse();
    }

    @Test
    void theOrderEightPointsAreWhereTheCurveHasThem() {
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger d =
                BigInteger.valueOf(-121_665)
                        .multiply(BigInteger.valueOf(121_666).modInverse(p))
                        .mod(p);
        for (String hex :
                new String[] {
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
                }) {
            byte[] little = HexFormat.of().parseHex(hex);
            byte[] big = new byte[32];
            for (int i = 0; i < 32; i++) {
                big[i] = little[31 - i];
            }
            BigInteger y2 = new BigInteger(1, big).modPow(BigInteger.TWO, p);
            BigInteger x2 =
                    y2.subtract(BigInteger.ONE)
                            .multiply(d.multiply(y2).add(BigInteger.ONE).modInverse(p))
                            .mod(p);
            // Doubling gives y = (y² + x²) / (2 + x² − y²), which is 0 for a point of order 8:
            // order 4 is y = 0.
            assertThat(y2.add(x2).mod(p)).isEqualTo(BigInteger.ZERO);
        }
    }

    @Test
    void publicKeysHaveOneEncoding() {
        for (KeyPair pair : new KeyPair[] {World.p256(), World.p384(), World.ed25519()}) {
            Bytes spki = Spki.encode(pair.getPublic());
            assertThat(Spki.parse(spki)).isEqualTo(pair.getPublic());
            Bytes longer = Bytes.concat(spki, Bytes.zeros(1));
            assertThatThrownBy(() -> Spki.parse(longer)).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> Spki.parse(spki.slice(0, spki.size() - 1)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void otherKeysAreNotTaken() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        Bytes spki = Bytes.of(rsa.generateKeyPair().getPublic().getEncoded());
        assertThatThrownBy(() -> Spki.parse(spki)).isInstanceOf(MalformedException.class);
    }
}
