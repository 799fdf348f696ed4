package dev.sealwright.keyservice.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Whether a file that holds a secret can be read by others than its owner. */
public final class OwnFile {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnFile() {}

    /** True for a file of mode 0600 or stricter, and for a credential that nobody may write. */
    public static boolean isPrivate(Path file, Credentials credentials) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (credentials.hold(file)) {
            permissions.remove(PosixFilePermission.GROUP_READ);
        }
        return OWNER.containsAll(permissions);
    }
}
