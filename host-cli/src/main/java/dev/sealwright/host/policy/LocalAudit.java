package dev.sealwright.host.policy;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.PlainText;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;

/**
 * What this host refused or could not do, one JSON line each in {@code audit.log}, mode 0600. At
 * {@value #MAX_BYTES} bytes the file becomes {@code audit.log.1} and a new one begins.
 */
public final class LocalAudit {
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final int MAX_DETAIL = 200;

    private final Path file;
    private final InstantSource clock;

    public LocalAudit(HostFolder folder, InstantSource clock) {
        this.file = folder.file("audit.log");
        this.clock = clock;
    }

    /** {@code event} is dotted lower case; {@code detail} holds no secret. */
    public synchronized void record(String event, String detail) {
        var line =
                Json.object()
                        .put("time", clock.instant().toString())
                        .put("event", event)
                        .put("detail", PlainText.of(detail, MAX_DETAIL));
        try {
            beginAnewWhenFull();
            append(ByteBuffer.wrap(Bytes.utf8(line + "\n").toArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(ByteBuffer line) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        }
    }

    private void beginAnewWhenFull() throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.move(
                    file,
                    file.resolveSibling("audit.log.1"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
