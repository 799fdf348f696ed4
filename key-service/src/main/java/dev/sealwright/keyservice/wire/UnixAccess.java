package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.StartRefusedException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may connect to a Unix domain socket. The kernel tells the peer's user; folder and file keep
 * everybody else from getting that far.
 *
 * @param peer the user whose processes may connect; empty for the user this process runs as
 * @param group of folder and socket when the peer is another user, who must be a member
 */
public record UnixAccess(Optional<UserPrincipal> peer, Optional<GroupPrincipal> group) {
    private static final String OWN_FOLDER = "rwx------";
    private static final String OWN_SOCKET = "rw-------";
    private static final String SHARED_FOLDER = "rwx--x---";
    private static final String SHARED_SOCKET = "rw-rw----";

    /** Processes of the same user only: folder 0700, socket 0600. */
    public static UnixAccess own() {
        return new UnixAccess(Optional.empty(), Optional.empty());
    }

    /** Processes of another user, by a group that both are in: folder 0710, socket 0660. */
    public static UnixAccess of(String user, String group) {
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            return new UnixAccess(
                    Optional.of(names.lookupPrincipalByName(user)),
                    Optional.of(names.lookupPrincipalByGroupName(group)));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The system knows no user '" + user + "' or no group '" + group + "'.", e);
        }
    }

    /** Makes the socket's folder as it must be, and refuses one where others may write. */
    void prepareFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode(OWN_FOLDER)));
        }
        Set<PosixFilePermission> open =
                EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        open.retainAll(Files.getPosixFilePermissions(folder));
        if (!open.isEmpty()) {
            throw new StartRefusedException(
                    "Others may write to the folder of the key service's socket and could put a"
                            + " socket of their own there. Take the right away (chmod go-w).");
        }
        give(folder, group.isPresent() ? SHARED_FOLDER : OWN_FOLDER);
    }

    void prepareSocket(Path socket) throws IOException {
        give(socket, group.isPresent() ? SHARED_SOCKET : OWN_SOCKET);
    }

    private void give(Path file, String permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (group.isPresent()) {
            view.setGroup(group.get());
        }
        view.setPermissions(mode(permissions));
    }

    private static Set<PosixFilePermission> mode(String permissions) {
        return PosixFilePermissions.fromString(permissions);
    }
}
