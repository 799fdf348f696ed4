package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.Curve;
import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;

/**
 * A quote's signature: bare RSASSA, or a TPMT_SIGNATURE (Part 2, 11.3.4) of RSASSA with SHA-256, or
 * of ECDSA on P-256 with SHA-256 or P-384 with SHA-384.
 *
 * @param value RSASSA as is; ECDSA as r ‖ s of equal length
 */
public record TpmSignature(Scheme scheme, Bytes value) {
    private static final int RSASSA = 0x0014;
    private static final int ECDSA = 0x0018;
    private static final int SHA384 = 0x000c;
    private static final int MAX_SIZE = 512;
    private static final int MIN_RSA_BITS = 2048;

    public enum Scheme {
        RSASSA_SHA256,
        ECDSA_P256_SHA256,
        ECDSA_P384_SHA384
    }

    /** A bare signature of an RSA key of 2048 bits or more is 256 bytes or more. */
    static TpmSignature parse(Bytes received) {
        if (received.size() > MAX_SIZE + 6) {
            throw new MalformedException("a TPM signature that is too long");
        }
        if (received.size() >= MIN_RSA_BITS / 8 && received.size() % 64 == 0) {
            return new TpmSignature(Scheme.RSASSA_SHA256, received);
        }
        ByteReader in = ByteReader.bigEndian(received, "a TPM signature");
        TpmSignature signature = read(in.u16(), in.u16(), in);
        in.end();
        return signature;
    }

    private static TpmSignature read(int algorithm, int hash, ByteReader in) {
        if (algorithm == RSASSA && hash == TpmQuote.SHA256) {
            return new TpmSignature(Scheme.RSASSA_SHA256, in.bytes(in.u16(), MAX_SIZE));
        }
        if (algorithm == ECDSA && hash == TpmQuote.SHA256) {
            return new TpmSignature(Scheme.ECDSA_P256_SHA256, numbers(in, 32));
        }
        if (algorithm == ECDSA && hash == SHA384) {
            return new TpmSignature(Scheme.ECDSA_P384_SHA384, numbers(in, 48));
        }
        throw new MalformedException(
                "a TPM signature that is not RSASSA with SHA-256 or ECDSA with SHA-256 or SHA-384");
    }

    /** r and s, each as a TPM2B that may leave out leading zeros. */
    private static Bytes numbers(ByteReader in, int size) {
        return Bytes.concat(number(in, size), number(in, size));
    }

    private static Bytes number(ByteReader in, int size) {
        Bytes value = in.bytes(in.u16(), size);
        return Bytes.concat(Bytes.zeros(size - value.size()), value);
    }

    /** Whether the key is of the scheme's kind and strong enough. */
    boolean fits(PublicKey key) {
        return switch (scheme) {
            case RSASSA_SHA256 -> RsaKeys.strong(key, MIN_RSA_BITS);
            case ECDSA_P256_SHA256 -> Curve.P256.owns(key);
            case ECDSA_P384_SHA384 -> Curve.P384.owns(key);
        };
    }

    boolean verifies(SignatureCheck signatures, PublicKey key, Bytes message) {
        return switch (scheme) {
            case RSASSA_SHA256 -> signatures.rsa256(key, message, value);
            case ECDSA_P256_SHA256 -> signatures.p256(key, message, value);
            case ECDSA_P384_SHA384 -> signatures.p384(key, message, value);
        };
    }
}
