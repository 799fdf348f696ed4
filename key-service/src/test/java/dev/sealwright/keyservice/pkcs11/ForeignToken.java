package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * A token of another vendor's module, whose configuration the environment of this JVM names.
 *
 * @param module the library
 * @param label of a token that is there, or that is made on the first free slot
 * @param folder for its PINs
 */
record ForeignToken(Path module, String label, Path folder) {
    private static final String PIN = "1234-5678";

    /** Initialises a token as the ceremony does. */
    static ForeignToken initialised(Path module, Path folder) {
        var token = new ForeignToken(module, "contract", folder);
        TokenInitialiser.of(module)
                .initialise(token.label(), token.pin("so.pin"), token.pin("user.pin"));
        return token;
    }

    KeyBackend open() {
        return Pkcs11KeyBackend.open(
                Pkcs11Config.of(module, label, pin("user.pin")), new SecureRandom());
    }

    private Path pin(String name) {
        try {
            Path file = Files.writeString(folder.resolve(name), PIN + "\n");
            return Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
