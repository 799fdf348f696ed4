package dev.sealwright.attestation.pki;

import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** A key service that encrypts to an enclave's key, as AWS KMS answers it: BER, one recipient. */
public final class Kms {
    public static final KeyPair ENCLAVE = Authority.rsa(2048, "kms recipient");
    public static final Bytes SECRET = Bytes.utf8("a data key of thirty-two bytes!!");

    private Kms() {}

    public static Bytes envelope() {
        return envelope(SECRET);
    }

    /** Anyone can make one for the enclave's public key. */
    public static Bytes envelope(Bytes secret) {
        var oaep =
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        try {
            AlgorithmIdentifier algorithm =
                    new JcaAlgorithmParametersConverter()
                            .getAlgorithmIdentifier(
                                    org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_RSAES_OAEP,
                                    oaep);
            var generator = new CMSEnvelopedDataStreamGenerator();
            generator.addRecipientInfoGenerator(
                    new JceKeyTransRecipientInfoGenerator(
                            new byte[20], algorithm, ENCLAVE.getPublic()));
            var out = new ByteArrayOutputStream();
            var encryptor = new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build();
            try (var content = generator.open(out, encryptor)) {
                content.write(secret.toArray());
            }
            return Bytes.of(out.toByteArray());
        } catch (CMSException | IOException | java.security.InvalidAlgorithmParameterException e) {
            throw new IllegalStateException(e);
        }
    }
}
