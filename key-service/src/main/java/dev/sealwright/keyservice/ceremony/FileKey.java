package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Ed25519;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The key that an operator keeps in a file: PKCS#8 (RFC 8410) as PEM, as {@code openssl genpkey
 * -algorithm ed25519} writes it. Its public half is a SubjectPublicKeyInfo as PEM.
 */
final class FileKey implements AutoCloseable {
    private static final byte[] PKCS8 = Bytes.fromHex("302e020100300506032b657004220420").toArray();
    private static final String PRIVATE = "PRIVATE KEY";

    private final byte[] seed;

    private FileKey(byte[] seed) {
        this.seed = seed;
    }

    static FileKey make(SecureRandom random) {
        byte[] seed = new byte[Ed25519.KEY_SIZE];
        random.nextBytes(seed);
        return new FileKey(seed);
    }

    static FileKey read(Path file) {
        byte[] pem = CeremonyFiles.read(file).toArray();
        byte[] der = Pem.read(pem, PRIVATE);
        try {
            boolean ours =
                    der.length == PKCS8.length + Ed25519.KEY_SIZE
                            && Arrays.equals(Arrays.copyOf(der, PKCS8.length), PKCS8);
            if (!ours) {
                throw new MalformedException("not the Ed25519 key of an operator");
            }
            return new FileKey(Arrays.copyOfRange(der, PKCS8.length, der.length));
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    /** {@code operator.key}, for its owner alone, and {@code operator.pub}. */
    void write(Path folder) {
        byte[] der = Arrays.copyOf(PKCS8, PKCS8.length + seed.length);
        System.arraycopy(seed, 0, der, PKCS8.length, seed.length);
        byte[] pem = Pem.write(der, PRIVATE);
        try {
            CeremonyFiles.writePrivate(folder.resolve("operator.key"), pem);
            PublicKeyFile.write(folder, new OperatorKey.Plain(publicKey()));
        } finally {
            Arrays.fill(der, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
    }

    Bytes publicKey() {
        return Bytes.of(parameters().generatePublicKey().getEncoded());
    }

    Bytes sign(Bytes message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, parameters());
        signer.update(message.toArray(), 0, message.size());
        return Bytes.of(signer.generateSignature());
    }

    private Ed25519PrivateKeyParameters parameters() {
        return new Ed25519PrivateKeyParameters(seed, 0);
    }

    @Override
    public void close() {
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "operator key";
    }
}
