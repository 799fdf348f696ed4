package dev.sealwright.keyservice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** The fast signatures and the platform's are one and the same. */
final class FastSignaturesTest {
    private static final Map<String, String> CURVES =
            Map.of(
                    "NONEwithECDSA", "secp256r1",
                    "SHA256withECDSA", "secp256r1",
                    "SHA384withECDSA", "secp384r1",
                    "SHA256withECDSAinP1363Format", "secp256r1");

    private static final byte[] MESSAGE = new byte[100];

    private static List<FastSignatures> providers() {
        return List.of(
                FastSignatures.best(),
                FastSignatures.over(new BouncyCastleProvider(), "SHA256withPLAIN-ECDSA"));
    }

    private static KeyPair keys(String algorithm) throws Exception {
        if (algorithm.equals("Ed25519")) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVES.get(algorithm)));
        return generator.generateKeyPair();
    }

    /** What signs a digest takes no more than one. */
    private static byte[] message(String algorithm) {
        return algorithm.startsWith("NONE") ? new byte[32] : MESSAGE;
    }

    private static byte[] sign(KeyPair keys, String algorithm, Provider provider) throws Exception {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(keys.getPrivate());
        signature.update(message(algorithm));
        return signature.sign();
    }

    private static boolean verify(KeyPair keys, String algorithm, Provider provider, byte[] value)
            throws Exception {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initVerify(keys.getPublic());
        signature.update(message(algorithm));
        try {
            return signature.verify(value);
        } catch (SignatureException e) {
            return false;
        }
    }

    @Test
    void whatThePlatformSignsVerifiesAndTheOtherWayRound() throws Exception {
        for (FastSignatures fast : providers()) {
            for (String algorithm :
                    List.of(
                            "Ed25519",
                            "NONEwithECDSA",
                            "SHA256withECDSA",
                            "SHA384withECDSA",
                            "SHA256withECDSAinP1363Format")) {
                KeyPair keys = keys(algorithm);
                Provider platform = Signature.getInstance(algorithm).getProvider();
                assertThat(verify(keys, algorithm, fast, sign(keys, algorithm, platform))).isTrue();
                assertThat(verify(keys, algorithm, platform, sign(keys, algorithm, fast))).isTrue();
            }
        }
    }

    @Test
    void noChangedByteOfASignatureVerifies() throws Exception {
        for (FastSignatures fast : providers()) {
            for (String algorithm : List.of("Ed25519", "NONEwithECDSA", "SHA256withECDSA")) {
                KeyPair keys = keys(algorithm);
                byte[] good = sign(keys, algorithm, Signature.getInstance(algorithm).getProvider());
                for (int at = 0; at < good.length; at++) {
                    byte[] bad = good.clone();
                    bad[at] ^= 0x20;
                    assertThat(verify(keys, algorithm, fast, bad))
                            .as("%s byte %d", algorithm, at)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void itProvidesNothingButSignatures() {
        for (FastSignatures fast : providers()) {
            assertThat(fast.getServices()).allMatch(each -> each.getType().equals("Signature"));
            assertThat(fast.verifiesTheTestVector()).isTrue();
            assertThatThrownBy(() -> Signature.getInstance("SHA1withECDSA", fast))
                    .isInstanceOf(NoSuchAlgorithmException.class);
        }
    }
}
