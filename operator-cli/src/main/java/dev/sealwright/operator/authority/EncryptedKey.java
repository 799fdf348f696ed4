package dev.sealwright.operator.authority;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * EncryptedPrivateKeyInfo (RFC 5958 section 3) under PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC
 * (RFC 8018), as OpenSSL reads and writes it.
 */
final class EncryptedKey {
    static final String LABEL = "ENCRYPTED PRIVATE KEY";

    private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";

    /** OWASP's floor for PBKDF2-HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int MAX_ITERATIONS = 2_000_000;
    private static final int SALT = 16;
    private static final int BLOCK = 16;

    private EncryptedKey() {}

    static Bytes of(PrivateKey key, String passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT];
        byte[] iv = new byte[BLOCK];
        random.nextBytes(salt);
        random.nextBytes(iv);
        byte[] clear = key.getEncoded();
        try {
            var spec = new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(iv));
            Cipher cipher = Cipher.getInstance(SCHEME);
            cipher.init(Cipher.ENCRYPT_MODE, secret(passphrase), spec);
            AlgorithmParameters scheme = AlgorithmParameters.getInstance("PBES2");
            scheme.init(cipher.getParameters().getEncoded());
            return Bytes.of(
                    new EncryptedPrivateKeyInfo(scheme, cipher.doFinal(clear)).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot encrypt a key", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** PKCS#8. */
    static Bytes decrypt(Bytes encrypted, String passphrase) {
        EncryptedPrivateKeyInfo info = parse(encrypted);
        AlgorithmParameters parameters = info.getAlgParameters();
        if (parameters == null || !parameters.toString().equals(SCHEME) || tooCostly(parameters)) {
            throw new MalformedException(
                    "the key is not encrypted with PBES2, HMAC-SHA-256 and AES-256");
        }
        try {
            Cipher cipher = Cipher.getInstance(SCHEME);
            cipher.init(Cipher.DECRYPT_MODE, secret(passphrase), parameters);
            return Bytes.of(cipher.doFinal(info.getEncryptedData()));
        } catch (GeneralSecurityException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "the passphrase does not open the key", "type it again", e);
        }
    }

    private static EncryptedPrivateKeyInfo parse(Bytes encrypted) {
        try {
            return new EncryptedPrivateKeyInfo(encrypted.toArray());
        } catch (IOException e) {
            throw new MalformedException("not an encrypted private key", e);
        }
    }

    private static boolean tooCostly(AlgorithmParameters parameters) {
        try {
            return parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount()
                    > MAX_ITERATIONS;
        } catch (GeneralSecurityException e) {
            throw new MalformedException("a key whose encryption cannot be read", e);
        }
    }

    private static SecretKey secret(String passphrase) throws GeneralSecurityException {
        var spec = new PBEKeySpec(passphrase.toCharArray());
        try {
            return SecretKeyFactory.getInstance(SCHEME).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }
}
