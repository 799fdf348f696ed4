package dev.sealwright.operator.secret;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.secret.ExportedSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;

/** An export being written, mode 0600; one that was not finished is taken away again. */
final class ExportFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private boolean finished;

    private ExportFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static ExportFile create(Path path) {
        try {
            FileChannel channel =
                    FileChannel.open(
                            path,
                            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            ExportFile file = new ExportFile(path, channel);
            file.write(ExportedSecret.MAGIC);
            return file;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    void add(ExportedSecret secret) {
        Bytes record = secret.encode();
        write(Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(record.size()).array()));
        write(record);
    }

    /**
     * The encrypted chunks that belong to the secret just added.
     *
     * @param digest what they must be
     */
    void add(PrivateFile.Content chunks, Bytes digest) {
        MessageDigest written = sha256();
        try {
            chunks.writeTo(new DigestOutputStream(Channels.newOutputStream(channel), written));
        } catch (IOException e) {
            throw failed(path, e);
        }
        if (!Bytes.of(written.digest()).equals(digest)) {
            throw new VerificationException(
                    Reason.MISMATCH, "a secret's content is not what was sealed");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void finish() {
        try {
            channel.force(true);
            finished = true;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private void write(Bytes bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static CommandFailure failed(Path path, IOException e) {
        return new CommandFailure(
                ExitCode.LOCAL,
                "cannot write " + path + ": " + e.getClass().getSimpleName(),
                "check that the folder exists, that it is yours and that the disk has room",
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!finished) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
