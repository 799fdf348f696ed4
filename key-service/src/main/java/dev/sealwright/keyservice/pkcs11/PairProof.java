package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.ProbeSignature;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/**
 * Shows that a key works, and that its public half is its own: on the token they are two objects
 * that anyone could mix.
 */
final class PairProof {
    private static final Bytes DOMAIN = Bytes.utf8("sealwright/probe/v1\0");
    private static final int CHALLENGE_BYTES = 16;

    private PairProof() {}

    /** A statement that was never signed before. */
    static Bytes statement(SecureRandom random) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        return Bytes.concat(DOMAIN, Bytes.of(challenge));
    }

    /** What the key signs for this statement. */
    static Bytes input(KeyAlgorithm algorithm, Bytes statement) {
        try {
            return switch (algorithm) {
                case EC_P256, RSA_3072 ->
                        Bytes.of(MessageDigest.getInstance("SHA-256").digest(statement.toArray()));
                case EC_P384 ->
                        Bytes.of(MessageDigest.getInstance("SHA-384").digest(statement.toArray()));
                case ED25519, ML_DSA_65, HMAC_SHA256, AES_256 -> statement;
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean holds(KeyHandle key, Bytes spki, ProbeSignature probe) {
        try {
            return verifies(key.algorithm(), spki, probe);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean verifies(KeyAlgorithm algorithm, Bytes spki, ProbeSignature probe)
            throws GeneralSecurityException {
        if (algorithm == KeyAlgorithm.RSA_3072) {
            PublicKey rsa = SigningAlgorithm.PS256.parse(spki);
            return SigningAlgorithm.PS256.verify(rsa, probe.statement(), probe.signature());
        }
        if (algorithm == KeyAlgorithm.ML_DSA_65) {
            return MlDsa65.verify(MlDsa65.raw(spki), probe.statement(), probe.signature());
        }
        String family = algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "EC";
        PublicKey publicKey =
                KeyFactory.getInstance(family)
                        .generatePublic(new X509EncodedKeySpec(spki.toArray()));
        Signature verifier =
                Signature.getInstance(
                        algorithm == KeyAlgorithm.ED25519
                                ? "Ed25519"
                                : "NONEwithECDSAinP1363Format");
        verifier.initVerify(publicKey);
        verifier.update(input(algorithm, probe.statement()).toArray());
        return verifier.verify(probe.signature().toArray());
    }

    static KeyBackendException mismatch(KeyHandle key) {
        return new KeyBackendException(
                "The public object of the key "
                        + key.label()
                        + " is not the public half of its private object. Somebody has changed the token; find out who"
                        + " before you use it.");
    }
}
