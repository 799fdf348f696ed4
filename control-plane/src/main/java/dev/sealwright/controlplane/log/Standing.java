package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.TreeHash;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Compares the database's head with the key service's. The key service stands at the last signed
 * head, or at the committed one that is not signed yet; anywhere else one of the two is not the
 * log's latest state.
 */
@Singleton
final class Standing {
    private final Storage storage;
    private final KeyService keyService;

    Standing(Storage storage, KeyService keyService) {
        this.storage = storage;
        this.keyService = keyService;
    }

    private record Stored(LogHead head, Optional<SignedHead> signed) {
        Bytes signedRoot() {
            return signed.map(SignedHead::root).orElse(TreeHash.EMPTY_ROOT);
        }
    }

    /**
     * Returns if both agree.
     *
     * @throws DatabaseBehindException if they do not
     */
    void check() {
        Stored before = stored();
        Head head = keyService.head();
        // Another replica may have moved both in between; then its own comparison is the newer one.
        if (!agree(before, head) && stored().equals(before)) {
            throw new DatabaseBehindException(difference(before, head));
        }
    }

    /**
     * Shows the key service the checkpoint that is stored, unless it is of the epoch before, so
     * that it notices if it lost its own state.
     */
    void show() {
        Stored stored = stored();
        stored.signed()
                .map(signed -> signed.note().encode())
                .filter(note -> note.startsWith(stored.head().origin() + "\n"))
                .ifPresent(keyService::observe);
    }

    private Stored stored() {
        return storage.read(
                connection -> new Stored(Heads.read(connection), Heads.signed(connection)));
    }

    private static boolean agree(Stored stored, Head head) {
        LogHead committed = stored.head();
        if (!committed.origin().equals(head.origin())) {
            return false;
        }
        return (head.size() == committed.size() && head.root().equals(committed.root()))
                || (head.size() == committed.signedSize()
                        && head.root().equals(stored.signedRoot()));
    }

    private static String difference(Stored stored, Head head) {
        LogHead committed = stored.head();
        if (!committed.origin().equals(head.origin())) {
            return "The database holds the log "
                    + committed.origin()
                    + ", the key service signs "
                    + head.origin()
                    + ".";
        }
        if (head.size() > committed.size()) {
            return "The database is older than the key service's head: it holds "
                    + committed.size()
                    + " leaves, the key service signed "
                    + head.size()
                    + ".";
        }
        if (head.size() < committed.signedSize()) {
            return "The key service stands at "
                    + head.size()
                    + " leaves, behind the "
                    + committed.signedSize()
                    + " that the database holds under its signature.";
        }
        return "The database holds another history than the key service signed, at "
                + committed.size()
                + " leaves.";
    }
}
