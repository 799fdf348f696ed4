package dev.sealwright.protocol.secret;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import java.util.Optional;

/**
 * Which version of which secret: what every ciphertext of it is bound to.
 *
 * @param org tag of 16 bytes
 * @param secret row id of 16 bytes
 * @param version from 1
 */
public record SecretVersion(Bytes org, Bytes secret, long version) {
    public SecretVersion {
        org.requireSize(Uuids.SIZE, "the org of a secret");
        secret.requireSize(Uuids.SIZE, "the row of a secret");
        if (version < 1) {
            throw new MalformedException("a secret's version is out of range");
        }
    }

    /**
     * Additional data of the two sealings: framed(org, secret, version), with the digest of what
     * the sealed data key opens, so that a key never passes for a value.
     */
    public Bytes context(Optional<SecretContent> content) {
        return framed("sealwright/secret/v1")
                .add(content.map(SecretContent::digest).orElse(Bytes.EMPTY))
                .bytes();
    }

    /** Additional data of each chunk of a large value. */
    Bytes chunkContext() {
        return framed("sealwright/secret-chunk/v1").bytes();
    }

    private Framed framed(String domain) {
        return Framed.domain(domain).add(org).add(secret).addUint64(version);
    }
}
