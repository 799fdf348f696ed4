package dev.sealwright.operator.authority;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.SecretInput;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Spki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An authority key in a private file: PEM of the private half, in the clear (PKCS#8) or under a
 * passphrase (PBES2, RFC 8018), then of the public half.
 */
final class AuthorityKeyFile {
    private static final int MAX_BYTES = 8 * 1024;

    private AuthorityKeyFile() {}

    static void write(Path file, HostKey key) {
        requireAbsent(file);
        PrivateFile.write(file, key.pem().getBytes(StandardCharsets.US_ASCII));
    }

    static void writeEncrypted(Path file, HostKey key, String passphrase, Surroundings around) {
        requireAbsent(file);
        Bytes encrypted = EncryptedKey.of(key.privateKey(), passphrase, around.random());
        String text = Pem.text(EncryptedKey.LABEL, encrypted) + Pem.text("PUBLIC KEY", key.spki());
        PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.LOCAL, file + " exists already", "choose a file that does not exist");
        }
    }

    /** Asks for the passphrase where there is one. */
    static HostKey read(Path file, Surroundings surroundings) {
        String text = new String(PrivateFile.read(file, MAX_BYTES), StandardCharsets.US_ASCII);
        if (Pem.all(text, EncryptedKey.LABEL).isEmpty()) {
            return HostKey.parse(text);
        }
        Bytes encrypted = Pem.only(text, EncryptedKey.LABEL);
        String passphrase = SecretInput.line(surroundings, "Passphrase of " + file);
        Bytes privateKey = EncryptedKey.decrypt(encrypted, passphrase);
        return HostKey.parse(
                Pem.text("PRIVATE KEY", privateKey)
                        + Pem.text("PUBLIC KEY", Pem.only(text, "PUBLIC KEY")));
    }

    /** DER SubjectPublicKeyInfo of the one public key in a file, which need not be private. */
    static Bytes publicKey(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
            return Spki.encode(Spki.parse(Pem.only(text, "PUBLIC KEY")));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", e);
        }
    }
}
