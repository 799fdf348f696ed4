package dev.sealwright.operator.keys;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is signed: every byte of a file, or of standard input. */
final class MessageFile {
    /** What a request carries; of larger files the service is given the digest. */
    static final int SENT = 16 * 1024;

    private static final int MAX = 256 * 1024 * 1024;

    private MessageFile() {}

    static Bytes read(Path file, Surroundings surroundings) {
        try (InputStream in = open(file, surroundings)) {
            byte[] message = in.readNBytes(MAX + 1);
            if (message.length > MAX) {
                throw new CommandFailure(
                        ExitCode.MALFORMED,
                        "a message of more than 256 MiB",
                        "sign its SHA-256: --sha256");
            }
            return Bytes.of(message);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** SHA-256 of it all, however large. */
    static Bytes digest(Path file, Surroundings surroundings) {
        try (InputStream in = open(file, surroundings);
                DigestInputStream digesting = new DigestInputStream(in, sha256())) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return Bytes.from(digesting.getMessageDigest());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream open(Path file, Surroundings surroundings) throws IOException {
        return file.toString().equals("-") ? surroundings.in() : Files.newInputStream(file);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static CommandFailure unreadable(Path file, IOException cause) {
        return new CommandFailure(
                ExitCode.LOCAL, "cannot read " + file, "check the path and its rights", cause);
    }
}
