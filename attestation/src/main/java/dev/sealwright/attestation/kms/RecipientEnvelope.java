package dev.sealwright.attestation.kms;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;

/**
 * KMS's {@code CiphertextForRecipient}: CMS EnvelopedData (RFC 5652 section 6, BER of indefinite
 * length) to one recipient named by key identifier, RSAES-OAEP with SHA-256, content under
 * AES-256-CBC. Nothing in it is authenticated: whoever carries the answer can put his own in its
 * place. What comes out is therefore an {@link UnauthenticatedKey}.
 */
public record RecipientEnvelope(
        Bytes recipientKeyId, Bytes encryptedKey, Bytes iv, Bytes ciphertext) {
    private static final int MAX_SIZE = 16 * 1024;
    private static final int KEY = 32;
    private static final int BLOCK = 16;
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    public RecipientEnvelope {
        iv.requireSize(BLOCK, "an AES initialisation vector");
        if (ciphertext.isEmpty() || ciphertext.size() % BLOCK != 0) {
            throw new MalformedException("a ciphertext that is not whole AES blocks");
        }
    }

    public static RecipientEnvelope parse(Bytes ber) {
        if (ber.size() > MAX_SIZE) {
            throw new MalformedException("an envelope of more than " + MAX_SIZE + " bytes");
        }
        try (ASN1InputStream in = new ASN1InputStream(ber.toArray())) {
            ASN1Primitive whole = in.readObject();
            if (whole == null || in.read() >= 0) {
                throw new MalformedException("an envelope that is empty or has trailing bytes");
            }
            return read(ContentInfo.getInstance(whole));
        } catch (MalformedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // What is ASN.1 and no CMS ends in whatever the library stumbles over: an index, a
            // null.
            throw new MalformedException("not a CMS envelope", e);
        }
    }

    private static RecipientEnvelope read(ContentInfo info) {
        require(info.getContentType().equals(CMSObjectIdentifiers.envelopedData), "content");
        EnvelopedData data = EnvelopedData.getInstance(info.getContent());
        require(data.getRecipientInfos().size() == 1, "number of recipients");
        ASN1Encodable recipient =
                RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0)).getInfo();
        require(recipient instanceof KeyTransRecipientInfo, "recipient");
        KeyTransRecipientInfo key = (KeyTransRecipientInfo) recipient;
        require(oaepSha256(key), "key encryption");
        EncryptedContentInfo content = data.getEncryptedContentInfo();
        var algorithm = content.getContentEncryptionAlgorithm();
        require(
                algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC),
                "content encryption");
        ASN1OctetString ciphertext = content.getEncryptedContent();
        if (ciphertext == null) {
            throw new MalformedException("an envelope without content");
        }
        return new RecipientEnvelope(
                octets(key.getRecipientIdentifier().getId()),
                octets(key.getEncryptedKey()),
                octets(algorithm.getParameters()),
                octets(ciphertext));
    }

    private static boolean oaepSha256(KeyTransRecipientInfo key) {
        var algorithm = key.getKeyEncryptionAlgorithm();
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return false;
        }
        RSAESOAEPparams parameters = RSAESOAEPparams.getInstance(algorithm.getParameters());
        var mask = parameters.getMaskGenAlgorithm();
        return parameters.getHashAlgorithm().getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)
                && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && org.bouncycastle.asn1.x509.AlgorithmIdentifier.getInstance(mask.getParameters())
                        .getAlgorithm()
                        .equals(NISTObjectIdentifiers.id_sha256);
    }

    private static Bytes octets(ASN1Encodable value) {
        return Bytes.of(ASN1OctetString.getInstance(value).getOctets());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("an envelope with another " + what + " than KMS makes");
        }
    }

    /** One exception for every failure, so that it tells nothing about the key or the padding. */
    public UnauthenticatedKey open(PrivateKey recipient) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, recipient, OAEP);
            byte[] key = rsa.doFinal(encryptedKey.toArray());
            Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
            aes.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, 0, requireKey(key), "AES"),
                    new IvParameterSpec(iv.toArray()));
            return new UnauthenticatedKey(Bytes.of(aes.doFinal(ciphertext.toArray())));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("an envelope that does not open");
        }
    }

    private static int requireKey(byte[] key) throws GeneralSecurityException {
        if (key.length != KEY) {
            throw new GeneralSecurityException("length");
        }
        return KEY;
    }

    @Override
    public String toString() {
        return "RecipientEnvelope for key " + recipientKeyId.hex();
    }
}
