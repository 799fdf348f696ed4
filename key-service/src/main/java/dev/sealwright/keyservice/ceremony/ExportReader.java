package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.ExportedSecret;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SecretContent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an export, a version and its chunks at a time; see {@link ExportedSecret}. */
final class ExportReader implements AutoCloseable {
    private final DataInputStream in;

    private ExportReader(DataInputStream in) {
        this.in = in;
    }

    static ExportReader open(Path file) {
        try {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
            ExportReader reader = new ExportReader(in);
            if (!reader.bytes(ExportedSecret.MAGIC.size()).equals(ExportedSecret.MAGIC)) {
                in.close();
                throw new MalformedException("not an export of secrets");
            }
            return reader;
        } catch (IOException e) {
            throw new CeremonyRefusedException(file.getFileName() + " cannot be read.", e);
        }
    }

    /** The next version; empty at the end. Its chunks, if it has any, are read next. */
    Optional<ExportedSecret> next() {
        try {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            if (length < 1 || length > ExportedSecret.MAX_SIZE) {
                throw new MalformedException("an exported secret of an impossible size");
            }
            return Optional.of(ExportedSecret.decode(bytes(length)));
        } catch (EOFException e) {
            throw cutShort(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read", e);
        }
    }

    /** A chunk of the content of the version just read. */
    Bytes chunk(SecretContent content, int number) {
        long before = (long) number * SecretContent.CHUNK;
        long length = Math.min(SecretContent.CHUNK, content.size() - before);
        return bytes(Math.toIntExact(length) + ContentCipher.OVERHEAD);
    }

    /** Passes over the chunks from this one on. */
    void skip(SealedBlob sealed, int from) {
        sealed.content()
                .ifPresent(
                        content -> {
                            for (int number = from; number < content.chunks(); number++) {
                                chunk(content, number);
                            }
                        });
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        try {
            in.readFully(bytes);
            return Bytes.of(bytes);
        } catch (EOFException e) {
            throw cutShort(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read", e);
        }
    }

    private static MalformedException cutShort(EOFException e) {
        return new MalformedException("an export that is cut short", e);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
