package dev.sealwright.client.tls;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A key pair that a host holds. Written as one PEM file: the private key (PKCS#8), then the public
 * key, which PKCS#8 of the JDK leaves out. Never shows its private half in {@link #toString}.
 */
public final class HostKey {
    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private HostKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static HostKey generate(HostKeyType type, SecureRandom random) {
        try {
            KeyPairGenerator generator = type.generator(random);
            KeyPair pair = generator.generateKeyPair();
            return new HostKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make " + type + " keys", e);
        }
    }

    /** Reads what {@link #pem} wrote, and checks that the halves belong together. */
    public static HostKey parse(String pem) {
        PublicKey publicKey = Spki.parse(Pem.only(pem, "PUBLIC KEY"));
        try {
            var spec = new PKCS8EncodedKeySpec(Pem.only(pem, "PRIVATE KEY").toArray());
            var key =
                    new HostKey(
                            KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(spec),
                            publicKey);
            Bytes probe = Bytes.utf8("do these halves belong together");
            if (!key.scheme().verify(publicKey, probe, key.sign(probe))) {
                throw new MalformedException("a private and a public key of different pairs");
            }
            return key;
        } catch (GeneralSecurityException _) {
            throw new MalformedException("not a private key");
        }
    }

    /** Secret: for a private file and nothing else. */
    public String pem() {
        return Pem.text("PRIVATE KEY", Bytes.of(privateKey.getEncoded()))
                + Pem.text("PUBLIC KEY", spki());
    }

    /** DER SubjectPublicKeyInfo. */
    public Bytes spki() {
        return Spki.encode(publicKey);
    }

    public SignatureScheme scheme() {
        return SignatureScheme.of(publicKey)
                .orElseThrow(() -> new MalformedException("a key of an unknown type"));
    }

    public Bytes sign(Bytes message) {
        return sign(scheme(), message);
    }

    /** In another form than the key's usual one. */
    public Bytes sign(SignatureScheme scheme, Bytes message) {
        try {
            Signature signature = Signature.getInstance(scheme.jcaName());
            signature.initSign(privateKey);
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign", e);
        }
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "HostKey[" + scheme() + " " + spki() + "]";
    }
}
