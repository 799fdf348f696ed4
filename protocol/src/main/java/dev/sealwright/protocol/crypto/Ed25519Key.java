package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.SuppressForbidden;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** Ed25519 private keys given as their 32-byte seed (RFC 8032 section 5.1.5). */
public final class Ed25519Key {
    private Ed25519Key() {}

    /** The raw public key that belongs to the seed. */
    public static Bytes publicKey(byte[] seed) {
        try {
            // The JDK derives public keys only while generating pairs, so it is handed the seed as
            // its randomness.
            // That its generator takes the private key straight from there is checked, not assumed.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
            generator.initialize(NamedParameterSpec.ED25519, new SeedAsRandom(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            boolean same = MessageDigest.isEqual(used, seed);
            Arrays.fill(used, (byte) 0);
            if (!same) {
                throw new IllegalStateException(
                        "this Java platform makes Ed25519 keys in another way");
            }
            return Ed25519.raw(Bytes.of(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks Ed25519", e);
        }
    }

    /** Signature of 64 bytes. */
    public static Bytes sign(byte[] seed, Bytes message) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519", "SunEC")
                            .generatePrivate(
                                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signer = Signature.getInstance("Ed25519", "SunEC");
            signer.initSign(key);
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks Ed25519", e);
        }
    }

    /** Gives out the seed, once. */
    @SuppressForbidden("is no source of randomness: it hands a given seed to the key generator")
    private static final class SeedAsRandom extends SecureRandom {
        private final transient byte[] seed;
        private boolean spent;

        SeedAsRandom(byte[] seed) {
            super(null, null);
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] out) {
            if (spent || out.length != seed.length) {
                throw new IllegalStateException("asked for other randomness than one seed");
            }
            System.arraycopy(seed, 0, out, 0, out.length);
            spent = true;
        }
    }
}
