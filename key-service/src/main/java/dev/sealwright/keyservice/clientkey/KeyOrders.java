package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys this service set out to make, written down before it does: one label a line. Only what
 * stands here is ever swept, so that a token beside the wrong state loses nothing. A file that is
 * lost or older costs room on the token, and no more.
 */
final class KeyOrders {
    private static final Logger LOG = LoggerFactory.getLogger(KeyOrders.class);

    private final Path file;
    private final Set<KeyName> names = ConcurrentHashMap.newKeySet();

    private KeyOrders(Path file) {
        this.file = file;
    }

    static KeyOrders open(Path file) {
        KeyOrders orders = new KeyOrders(file);
        try {
            if (Files.exists(file)) {
                // A line that a power cut tore names nothing.
                Files.readAllLines(file, StandardCharsets.US_ASCII)
                        .forEach(line -> KeyName.of(line).ifPresent(orders.names::add));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read; what it names is not swept", file.getFileName(), e);
        }
        return orders;
    }

    boolean contains(KeyName name) {
        return names.contains(name);
    }

    /** On disk when the call returns. */
    void add(KeyName name) {
        if (names.contains(name)) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer line =
                    ByteBuffer.wrap(
                            ("\n" + name.label() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
            names.add(name);
        } catch (IOException e) {
            throw new KeyServiceUnavailableException(
                    "The key service cannot write down what it is to make. Check the disk.", e);
        }
    }

    /** Forgets them all: whatever they named is logged or gone. */
    void clear() {
        try {
            Files.deleteIfExists(file);
            names.clear();
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", file.getFileName(), e);
        }
    }
}
