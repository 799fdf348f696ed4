package dev.sealwright.keyservice.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.MlDsa65;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** ML-DSA-65 by BouncyCastle, which shares no line with the JDK's, means the same here. */
final class OtherMlDsaTest {
    private static final String NAME = "ML-DSA-65";
    private static final Provider OTHER = new BouncyCastleProvider();
    private static final Bytes MESSAGE = Bytes.utf8("a message");

    @Test
    void whatBouncyCastleSignsVerifies() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(NAME, OTHER).generateKeyPair();
        Bytes key = MlDsa65.raw(Bytes.of(pair.getPublic().getEncoded()));
        Signature signer = Signature.getInstance(NAME, OTHER);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE.toArray());
        Bytes signature = Bytes.of(signer.sign());

        assertThat(MlDsa65.verify(key, MESSAGE, signature)).isTrue();
        assertThat(MlDsa65.verify(key, Bytes.utf8("another"), signature)).isFalse();
    }

    @Test
    void bouncyCastleTakesTheKeyInOurForm() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
        Bytes spki = MlDsa65.spki(MlDsa65.raw(Bytes.of(pair.getPublic().getEncoded())));
        Signature signer = Signature.getInstance(NAME);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE.toArray());

        Signature verifier = Signature.getInstance(NAME, OTHER);
        verifier.initVerify(
                KeyFactory.getInstance(NAME, OTHER)
                        .generatePublic(new X509EncodedKeySpec(spki.toArray())));
        verifier.update(MESSAGE.toArray());

        assertThat(verifier.verify(signer.sign())).isTrue();
    }
}
