package dev.sealwright.controlplane;

import dev.sealwright.controlplane.log.EpochFile;
import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.credential.Credentials;
import dev.sealwright.keyservice.credential.OwnFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.epoch.EpochOpening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that launcher and ceremony prepared.
 *
 * @param home {@code $SEALWRIGHT_HOME}
 */
record DataFolder(Path home) {
    private static final int MAX_LINE = 4_096;

    RootPin rootPin() {
        return RootPin.parse(line(home.resolve("ceremony").resolve("root.fingerprint")));
    }

    /** SHA-256 of the first administrator's API key; the key itself is not for this process. */
    Bytes firstPlatformKeyDigest() {
        return Bytes.fromHex(line(home.resolve("admin.key.sha256")))
                .requireSize(32, "admin.key.sha256");
    }

    /** What the ceremony opened the present epoch with, if there were others before. */
    EpochFile epochFile() {
        Path file = home.resolve("ceremony").resolve(CeremonyFolder.OPENING);
        try {
            if (!Files.exists(file)) {
                return new EpochFile(Optional.empty());
            }
            if (Files.size(file) > EpochOpening.MAX_SIZE) {
                throw new StartException(file + " is larger than it can be");
            }
            return new EpochFile(
                    Optional.of(EpochOpening.decode(Bytes.of(Files.readAllBytes(file)))));
        } catch (IOException e) {
            throw new StartException("cannot read " + file, e);
        }
    }

    /** A secret of one line, in a file that nobody but its owner can read. */
    static String secret(Path file) {
        try {
            if (!OwnFile.isPrivate(file, Credentials.ofThisProcess())) {
                throw new StartException(file + " can be read by others; chmod 600 it");
            }
        } catch (IOException e) {
            throw new StartException("cannot read " + file, e);
        }
        return line(file);
    }

    private static String line(Path file) {
        try {
            if (Files.size(file) > MAX_LINE) {
                throw new MalformedException(file + " is more than one line");
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new StartException(
                    "cannot read " + file + "; was the ceremony held for this folder?", e);
        }
    }
}
