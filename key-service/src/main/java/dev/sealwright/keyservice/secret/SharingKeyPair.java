package dev.sealwright.keyservice.secret;

import dev.sealwright.keyservice.api.SecretVoucher;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.secret.RecoveryBox;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * The X25519 key pair to which other members seal what this one takes over. In memory, so that it
 * ends with the process; the log key on the token vouches for it.
 */
public final class SharingKeyPair {
    private final X25519PrivateKeyParameters secret;
    private final SharingKey key;
    private final Function<Bytes, Bytes> vouching;
    private final String origin;

    private SharingKeyPair(
            X25519PrivateKeyParameters secret,
            SharingKey key,
            Function<Bytes, Bytes> vouching,
            String origin) {
        this.secret = secret;
        this.key = key;
        this.vouching = vouching;
        this.origin = origin;
    }

    /**
     * Makes a pair, for which the log key vouches.
     *
     * @param log the log key's handle
     */
    public static SharingKeyPair make(
            KeyBackend backend, KeyHandle log, VerifiedAnchors anchors, SecureRandom random) {
        X25519PrivateKeyParameters secret = new X25519PrivateKeyParameters(random);
        Bytes publicKey = Bytes.of(secret.generatePublicKey().getEncoded());
        Bytes logKey = Ed25519.raw(backend.publicKey(log));
        Function<Bytes, Bytes> vouching =
                statement ->
                        backend.signVerified(
                                log, statement, made -> Ed25519.verify(logKey, statement, made));
        Bytes statement = SharingKey.statement(anchors.origin(), logKey, publicKey);
        return new SharingKeyPair(
                secret,
                new SharingKey(logKey, publicKey, vouching.apply(statement)),
                vouching,
                anchors.origin());
    }

    SharingKey key() {
        return key;
    }

    /** This member's word for a secret that it made, or has a sealing of. */
    SecretVoucher voucher(Bytes digest) {
        return new SecretVoucher(
                key.logKey(), vouching.apply(SecretVoucher.statement(origin, digest)));
    }

    /** What is in a box for this pair; the caller wipes it. */
    byte[] open(RecoveryBox box, Bytes context) {
        byte[] raw = secret.getEncoded();
        try {
            return RecoverySealing.open(raw, RecoveryBox.SHARING, box, context);
        } catch (VerificationException e) {
            throw OrgCipher.unreadable("a box that was not made for this member");
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }
}
