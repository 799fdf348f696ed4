package dev.sealwright.controlplane.listener;

import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/**
 * The PKCS#10 request (RFC 2986) for an EC key, with an empty subject and no attributes: it proves
 * possession and says nothing else.
 */
final class CertificateRequest {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final Bytes VERSION_0 = Bytes.fromHex("020100");
    private static final Bytes NO_SUBJECT = Bytes.fromHex("3000");
    private static final Bytes NO_ATTRIBUTES = Bytes.fromHex("a000");
    private static final Bytes ECDSA_SHA256 = Bytes.fromHex("300a06082a8648ce3d040302");

    private CertificateRequest() {}

    static Bytes of(KeyPair key) {
        Bytes info =
                der(
                        SEQUENCE,
                        VERSION_0,
                        NO_SUBJECT,
                        Bytes.of(key.getPublic().getEncoded()),
                        NO_ATTRIBUTES);
        Bytes signature = der(BIT_STRING, Bytes.zeros(1), sign(key, info));
        return der(SEQUENCE, info, ECDSA_SHA256, signature);
    }

    private static Bytes sign(KeyPair key, Bytes info) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(info.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with P-256", e);
        }
    }

    /** A tag, the length in its shortest form, the content (X.690 section 8.1). */
    private static Bytes der(int tag, Bytes... content) {
        Bytes value = Bytes.concat(content);
        int size = value.size();
        Bytes length =
                size < 0x80
                        ? Bytes.of(new byte[] {(byte) size})
                        : size < 0x100
                                ? Bytes.of(new byte[] {(byte) 0x81, (byte) size})
                                : Bytes.of(
                                        new byte[] {(byte) 0x82, (byte) (size >>> 8), (byte) size});
        return Bytes.concat(Bytes.of(new byte[] {(byte) tag}), length, value);
    }
}
