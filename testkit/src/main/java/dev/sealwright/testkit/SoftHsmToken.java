package dev.sealwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An initialised SoftHSM2 token.
 *
 * @param module the PKCS#11 module that shows it
 * @param folder the configuration it lies under
 * @param directory its own folder of object files
 * @param userPinFile readable by its owner only, one line
 * @param soPinFile readable by its owner only, one line
 */
public record SoftHsmToken(
        Path module,
        String label,
        TokenFolder folder,
        Path directory,
        Path userPinFile,
        Path soPinFile) {

    static SoftHsmToken of(
            Path module,
            String label,
            TokenFolder folder,
            Path directory,
            String userPin,
            String soPin) {
        Path pins = folder.configuration().resolveSibling("pins");
        return new SoftHsmToken(
                module,
                label,
                folder,
                directory,
                pin(pins.resolve(label + ".user.pin"), userPin),
                pin(pins.resolve(label + ".so.pin"), soPin));
    }

    private static Path pin(Path file, String pin) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, pin + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the token away, as a pulled device would be, and answers where it went. */
    public Path moveAway() {
        return move(directory, aside());
    }

    /** Puts back what {@link #moveAway} took. */
    public void moveBack() {
        move(aside(), directory);
    }

    private Path aside() {
        return folder.configuration().resolveSibling("aside").resolve(directory.getFileName());
    }

    private static Path move(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            return Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the token and its PIN files. */
    public void remove() {
        try {
            Files.deleteIfExists(userPinFile);
            Files.deleteIfExists(soPinFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Trees.delete(directory);
    }
}
