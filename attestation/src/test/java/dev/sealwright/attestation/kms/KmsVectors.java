package dev.sealwright.attestation.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** What the verdict rows of KMS's envelopes demand. */
public final class KmsVectors {
    private KmsVectors() {}

    public static void isParsed() {
        RecipientEnvelope envelope =
                RecipientEnvelope.parse(
                        Vectors.read("kms-cms/aws-sdk-c/ciphertext_for_recipient.ber"));
        assertThat(envelope.encryptedKey())
                .isEqualTo(Vectors.read("kms-cms/aws-sdk-c/encrypted_key_out.bin"));
        assertThat(envelope.iv()).isEqualTo(Vectors.read("kms-cms/aws-sdk-c/iv_out.bin"));
        assertThat(envelope.ciphertext())
                .isEqualTo(Vectors.read("kms-cms/aws-sdk-c/ciphertext_out.bin"));
    }

    public static void opens() {
        UnauthenticatedKey key =
                RecipientEnvelope.parse(
                                Vectors.read("kms-cms/edgebit/ciphertext_for_recipient.ber"))
                        .open(privateKey());
        Bytes plaintext = Vectors.read("kms-cms/edgebit/plaintext.bin");
        KeyCommitment commitment = KeyCommitment.to("a test", plaintext);
        assertThat(key.authenticate(commitment, "a test")).contains(plaintext);
        assertThat(key.authenticate(commitment, "another use")).isEmpty();
        assertThat(key.authenticate(KeyCommitment.to("a test", Bytes.zeros(32)), "a test"))
                .isEmpty();
        assertThat(key).hasToString("UnauthenticatedKey");
    }

    private static PrivateKey privateKey() {
        String pem = Vectors.text("kms-cms/edgebit/recipient_private_key.pem");
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPEMKeyConverter()
                    .getKeyPair((PEMKeyPair) parser.readObject())
                    .getPrivate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
