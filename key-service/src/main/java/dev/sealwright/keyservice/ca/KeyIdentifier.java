package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Subject key identifiers by RFC 7093 section 2 method 1: the first 160 bits of SHA-256 over the
 * public key's bits.
 */
public final class KeyIdentifier {
    private static final int SIZE = 20;

    private KeyIdentifier() {}

    public static Bytes of(Bytes spki) {
        byte[] bits =
                SubjectPublicKeyInfo.getInstance(spki.toArray()).getPublicKeyData().getBytes();
        return Sha256.of(Bytes.of(bits)).slice(0, SIZE);
    }
}
