package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A voter's state from one epoch to the next. The key service itself must not run meanwhile. */
public final class EpochState {
    private static final String CLOSED = "This epoch was closed by the ceremony at size ";

    private EpochState() {}

    /** The folder of an epoch's state: the first one's is the state folder itself. */
    public static Path folder(Path stateFolder, Anchors anchors) {
        String origin = anchors.origin();
        return anchors.closed().isEmpty()
                ? stateFolder
                : stateFolder
                        .resolve("epochs")
                        .resolve(origin.substring(origin.lastIndexOf('/') + 1));
    }

    /** Whether this epoch has a state already. */
    public static boolean begun(Path folder) {
        return Files.exists(folder.resolve(StateFolder.JOURNAL));
    }

    /**
     * Has the voter say for good where it stands: it signs nothing more in this epoch. Doing it
     * again says the same.
     *
     * @throws StartRefusedException for a voter that lost state, and so cannot know
     */
    public static Note close(Path folder, CheckpointSigner signer) {
        try (VoterStore store = VoterStore.open(folder, signer.origin(), signer.noteKey().key())) {
            Optional<String> retired = store.state().retired();
            if (retired.isPresent() && !isClosed(store.state())) {
                throw new StartRefusedException(
                        retired.get() + " So it cannot say where the epoch ended either.");
            }
            Frontier head = store.state().current();
            if (retired.isEmpty()) {
                store.commit(
                        new VoterEvent.Retired(
                                CLOSED
                                        + head.size()
                                        + ". Put the anchors of the epoch that follows in place."));
            }
            return signer.close(head);
        } catch (IOException e) {
            throw new UncheckedIOException("the voter's state folder cannot be closed", e);
        }
    }

    /**
     * Begins the next epoch's state.
     *
     * @param taken what was taken over, replayed leaf by leaf
     * @param before the state folder of the epoch that was closed, if this voter still has it: what
     *     it knows of authority keys, client keys and orgs' keys is newer than what was restored
     * @throws StartRefusedException if there is the state of something else, or if leaves went that
     *     may have to last
     */
    public static void begin(
            Path folder,
            VerifiedAnchors anchors,
            Bytes logKey,
            TakenOver taken,
            Optional<Before> before) {
        VoterEvent.Snapshot restored = taken.snapshot();
        if (begun(folder)) {
            requireSame(folder, anchors, logKey);
            return;
        }
        VoterEvent.Snapshot snapshot =
                before.map(each -> withNewer(restored, each)).orElse(restored);
        VoterStore.begin(folder, anchors.origin(), logKey, snapshot);
    }

    /** A ceremony that was interrupted goes on. */
    private static void requireSame(Path folder, VerifiedAnchors anchors, Bytes logKey) {
        try (VoterStore store = VoterStore.open(folder, anchors.origin(), logKey)) {
            if (store.state().current().size() < anchors.content().base()) {
                throw new StartRefusedException("The state in " + folder + " is another's.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the voter's state folder cannot be closed", e);
        }
    }

    /** Where the state of the closed epoch is, and whose it is. */
    public record Before(Path folder, String origin, Bytes logKey) {}

    private static boolean isClosed(VoterState state) {
        return state.retired().filter(reason -> reason.startsWith(CLOSED)).isPresent();
    }

    /**
     * Of the service's own key {@code mac} what was restored counts: what stands under it was
     * restored with it, and is in quarantine if any leaf was lost.
     */
    private static List<OrgKey> orgKeys(List<OrgKey> known, List<OrgKey> restored) {
        return Stream.concat(
                        known.stream().filter(key -> !key.org().equals(Leaf.NO_ORG)),
                        restored.stream().filter(key -> key.org().equals(Leaf.NO_ORG)))
                .toList();
    }

    /**
     * A voter that lost state, or was shown hashes that nothing accounts for, knows less than what
     * was restored, or nobody can tell.
     */
    private static VoterEvent.Snapshot withNewer(VoterEvent.Snapshot restored, Before before) {
        try (VoterStore store =
                VoterStore.open(before.folder(), before.origin(), before.logKey())) {
            if (store.state().retired().isEmpty()) {
                throw new StartRefusedException(
                        "The epoch before is not closed: close it first (epoch close).");
            }
            if (!isClosed(store.state()) || !store.state().lasting().accounted()) {
                return restored;
            }
            return new VoterEvent.Snapshot(
                    restored.previous(),
                    restored.current(),
                    List.of(),
                    Optional.empty(),
                    store.state().authorities().snapshot(),
                    store.state().keys().snapshot(),
                    orgKeys(store.state().orgKeys().snapshot(), restored.orgKeys()),
                    restored.lasting());
        } catch (IOException e) {
            throw new UncheckedIOException("the voter's state folder cannot be closed", e);
        }
    }
}
