package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.credential.Credentials;
import dev.sealwright.keyservice.credential.OwnFile;
import dev.sealwright.keyservice.pkcs11.vendor.LoginForm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A PIN in a file of one line that only its owner can read. It is read for each login and wiped
 * after it; it is never a String.
 */
record PinFile(Path path, LoginForm form) {
    private static final int MAX_BYTES = 256;

    PinFile(Path path) {
        this(path, LoginForm.PIN);
    }

    /** Lends the PIN in native memory for the length of one call. */
    void lend(Consumer<MemorySegment> use) {
        byte[] line = read();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pin =
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, line).asSlice(0, lengthOfPin(line));
            try {
                use.accept(pin);
            } finally {
                pin.fill((byte) 0);
            }
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private byte[] read() {
        try {
            if (!OwnFile.isPrivate(path, Credentials.ofThisProcess())) {
                throw new KeyBackendException(
                        "The PIN file "
                                + path
                                + " can be read by others than its owner. Set its mode to 0600.");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new KeyBackendException("The PIN file " + path + " is longer than any PIN.");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new KeyBackendException(
                    "The PIN file "
                            + path
                            + " cannot be read: "
                            + e.getClass().getSimpleName()
                            + ". Check that it exists and belongs to the user this service runs"
                            + " as.",
                    e);
        }
    }

    private int lengthOfPin(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        if (end == 0) {
            throw new KeyBackendException("The PIN file " + path + " is empty.");
        }
        if (!form.fits(line, end)) {
            throw new KeyBackendException(
                    "The PIN file "
                            + path
                            + " does not hold what this vendor's module takes for a PIN: "
                            + form.words()
                            + ". It was not tried, since that can lock the token.");
        }
        return end;
    }
}
