package dev.sealwright.keyservice.credential;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of a systemd unit ({@code LoadCredential=}, {@code LoadCredentialEncrypted=};
 * systemd.exec(5)): files by name in a folder that only the unit can enter.
 *
 * @param folder {@code $CREDENTIALS_DIRECTORY}; empty outside such a unit
 */
public record Credentials(Optional<Path> folder) {
    public static final String FOLDER = "CREDENTIALS_DIRECTORY";

    /** The user PIN of the service token. */
    public static final String SERVICE_PIN = "service-pin";

    /** The password of the database user. */
    public static final String DATABASE_PASSWORD = "database-password";

    public static Credentials ofThisProcess() {
        return of(System.getenv());
    }

    public static Credentials of(Map<String, String> environment) {
        return new Credentials(
                Optional.ofNullable(environment.get(FOLDER))
                        .filter(path -> !path.isEmpty())
                        .map(path -> Path.of(path).toAbsolutePath().normalize()));
    }

    /** The credential of that name, if the unit has it. */
    public Optional<Path> find(String name) {
        return folder.map(inside -> inside.resolve(name)).filter(Files::isRegularFile);
    }

    /**
     * Whether a file is a credential. Where systemd grants the unit's user access by an access
     * control list, the group's bits of the mode show that list's mask and nobody's rights.
     */
    public boolean hold(Path file) {
        return folder.isPresent()
                && folder.equals(
                        Optional.ofNullable(file.toAbsolutePath().normalize().getParent()));
    }
}
