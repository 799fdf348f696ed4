package dev.sealwright.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SigningKeyTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    private static KeyPair pair(SigningAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case ES256 -> ec("secp256r1");
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case PS256 -> rsa(3072, RSAKeyGenParameterSpec.F4);
        };
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
        return generator.generateKeyPair();
    }

    private static Bytes spki(KeyPair pair) {
        return Bytes.of(pair.getPublic().getEncoded());
    }

    private static Bytes sign(SigningAlgorithm algorithm, KeyPair pair, int salt)
            throws GeneralSecurityException {
        Signature signer =
                Signature.getInstance(
                        switch (algorithm) {
                            case ES256 -> "SHA256withECDSAinP1363Format";
                            case ED25519 -> "Ed25519";
                            case PS256 -> "RSASSA-PSS";
                        });
        if (algorithm == SigningAlgorithm.PS256) {
            signer.setParameter(
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        }
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE.toArray());
        return Bytes.of(signer.sign());
    }

    @ParameterizedTest
    @EnumSource
    void aGoodSignatureVerifiesAndNoOtherDoes(SigningAlgorithm algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        SigningKey key = new SigningKey(algorithm, spki(pair));
        Bytes good = sign(algorithm, pair, 32);
        assertThat(key.verifies(MESSAGE, good)).isTrue();
        assertThat(key.verifies(Bytes.utf8("massage"), good)).isFalse();
        assertThat(key.verifies(MESSAGE, Bytes.EMPTY)).isFalse();
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] bad = good.toArray();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(key.verifies(MESSAGE, Bytes.of(bad))).isFalse();
        }
    }

    @Test
    void aSaltOfAnotherLengthIsAnotherAlgorithm() throws Exception {
        KeyPair pair = pair(SigningAlgorithm.PS256);
        SigningKey key = new SigningKey(SigningAlgorithm.PS256, spki(pair));
        assertThat(key.verifies(MESSAGE, sign(SigningAlgorithm.PS256, pair, 20))).isFalse();
    }

    @Test
    void aKeyOfAnotherAlgorithmOrSizeIsRefused() throws Exception {
        refused(SigningAlgorithm.PS256, spki(rsa(2048, RSAKeyGenParameterSpec.F4)));
        refused(SigningAlgorithm.PS256, spki(rsa(3072, BigInteger.valueOf(3))));
        refused(SigningAlgorithm.ES256, spki(ec("secp384r1")));
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            Bytes spki = spki(pair(algorithm));
            for (SigningAlgorithm other : SigningAlgorithm.values()) {
                if (other != algorithm) {
                    refused(other, spki);
                }
            }
            refused(algorithm, Bytes.concat(spki, Bytes.zeros(1)));
            refused(algorithm, spki.slice(0, spki.size() - 1));
        }
    }

    private static void refused(SigningAlgorithm algorithm, Bytes spki) {
        assertThatThrownBy(() -> new SigningKey(algorithm, spki))
                .isInstanceOf(MalformedException.class);
    }

    /** RFC 8037 appendix A.2 and A.3. */
    @Test
    void theThumbprintIsTheStandards() {
        Bytes raw = Bytes.fromBase64Url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        SigningKey key =
                new SigningKey(
                        SigningAlgorithm.ED25519,
                        Bytes.concat(Bytes.fromHex("302a300506032b6570032100"), raw));
        assertThat(key.jwk())
                .containsEntry("kty", "OKP")
                .containsEntry("x", raw.base64Url())
                .containsEntry("kid", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void anRsaKeyShowsItsModulusAndExponent() throws Exception {
        KeyPair pair = pair(SigningAlgorithm.PS256);
        assertThat(new SigningKey(SigningAlgorithm.PS256, spki(pair)).jwk())
                .containsEntry("kty", "RSA")
                .containsEntry("e", "AQAB")
                .containsEntry("alg", "PS256")
                .hasEntrySatisfying("n", n -> assertThat(n).hasSize(512));
    }

    @Test
    void aPublicKeyIsWrittenAsOpenSslWritesIt() throws Exception {
        String pem = new SigningKey(SigningAlgorithm.ES256, spki(ec("secp256r1"))).pem();
        assertThat(pem.lines().toList())
                .startsWith("-----BEGIN PUBLIC KEY-----")
                .endsWith("-----END PUBLIC KEY-----")
                .allMatch(line -> line.length() <= 64);
    }
}
