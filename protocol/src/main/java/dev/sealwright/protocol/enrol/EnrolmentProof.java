package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * What the bootstrap key signs: that this host key, and no other, is to be enrolled by this
 * bootstrap at this log.
 *
 * @param origin of the log
 * @param nonce 32 bytes, by the service
 * @param spki the host's key as DER SubjectPublicKeyInfo
 * @param bootstrapLeaf RFC 9162 hash of the bootstrap leaf
 */
public record EnrolmentProof(
        String origin, BootstrapId bootstrap, Bytes nonce, Bytes spki, Bytes bootstrapLeaf) {
    public static final int NONCE_SIZE = 32;

    private static final String DOMAIN = "sealwright/enrol/v1";

    public EnrolmentProof {
        nonce.requireSize(NONCE_SIZE, "a nonce");
        bootstrapLeaf.requireSize(Sha256.SIZE, "a leaf hash");
    }

    /** The signed bytes. */
    public Bytes message() {
        return Framed.domain(DOMAIN)
                .add(origin)
                .add(bootstrap.value())
                .add(nonce)
                .add(spki)
                .add(bootstrapLeaf)
                .bytes();
    }

    /** Whether the bootstrap key, raw Ed25519, made that signature. */
    public boolean verify(Bytes bootstrapKey, Bytes signature) {
        return Ed25519.verify(bootstrapKey, message(), signature);
    }
}
