package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The key that an operator keeps in a file: PKCS#8 (RFC 8410) as PEM, as {@code openssl genpkey
 * -algorithm ed25519} writes it. Its public half is a SubjectPublicKeyInfo as PEM.
 */
final class OperatorKey implements AutoCloseable {
    private static final byte[] PKCS8 = Bytes.fromHex("302e020100300506032b657004220420").toArray();
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final byte[] seed;

    private OperatorKey(byte[] seed) {
        this.seed = seed;
    }

    static OperatorKey make(SecureRandom random) {
        byte[] seed = new byte[Ed25519.KEY_SIZE];
        random.nextBytes(seed);
        return new OperatorKey(seed);
    }

    static OperatorKey read(Path file) {
        byte[] pem = CeremonyFiles.read(file).toArray();
        byte[] der = der(pem, PRIVATE);
        try {
            boolean ours =
                    der.length == PKCS8.length + Ed25519.KEY_SIZE
                            && Arrays.equals(Arrays.copyOf(der, PKCS8.length), PKCS8);
            if (!ours) {
                throw new MalformedException("not the Ed25519 key of an operator");
            }
            return new OperatorKey(Arrays.copyOfRange(der, PKCS8.length, der.length));
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    /** The raw key in a file with its public half. */
    static Bytes readPublic(Path file) {
        return Ed25519.raw(Bytes.of(der(CeremonyFiles.read(file).toArray(), PUBLIC)));
    }

    /** {@code operator.key}, for its owner alone, and {@code operator.pub}. */
    void write(Path folder) {
        byte[] der = Arrays.copyOf(PKCS8, PKCS8.length + seed.length);
        System.arraycopy(seed, 0, der, PKCS8.length, seed.length);
        byte[] pem = pem(der, PRIVATE);
        try {
            CeremonyFiles.writePrivate(folder.resolve("operator.key"), pem);
            CeremonyFiles.writePublic(
                    folder.resolve("operator.pub"),
                    Bytes.of(pem(Ed25519.spki(publicKey()).toArray(), PUBLIC)));
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

    private static byte[] pem(byte[] der, String label) {
        byte[] head = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = Base64.getEncoder().encode(der);
        byte[] foot = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] pem = Arrays.copyOf(head, head.length + body.length + foot.length);
        System.arraycopy(body, 0, pem, head.length, body.length);
        System.arraycopy(foot, 0, pem, head.length + body.length, foot.length);
        Arrays.fill(body, (byte) 0);
        return pem;
    }

    private static byte[] der(byte[] pem, String label) {
        String text = new String(pem, StandardCharsets.US_ASCII).strip();
        String head = "-----BEGIN " + label + "-----";
        String foot = "-----END " + label + "-----";
        if (!text.startsWith(head) || !text.endsWith(foot)) {
            throw new MalformedException("not a PEM file with a " + label);
        }
        try {
            return Base64.getDecoder()
                    .decode(
                            text.substring(head.length(), text.length() - foot.length())
                                    .replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a PEM file with a " + label, e);
        }
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
