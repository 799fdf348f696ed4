package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Opens the room to the tests of others. */
public final class VoterRoom {
    /** Of a log whose voters are all members. */
    public static final WitnessVotes NO_WITNESS =
            new WitnessVotes() {
                @Override
                public Optional<NoteSignature> cosign(NoteKey witness, Note note) {
                    return Optional.empty();
                }

                @Override
                public Optional<Long> stands(NoteKey witness, SignedHead newest) {
                    return Optional.empty();
                }
            };

    private VoterRoom() {}

    public static Votes votes(Storage storage) {
        return new Votes(storage);
    }

    public static EntrustedTable entrusted(Storage storage) {
        return new EntrustedTable(storage);
    }

    /** What is done in the background, once, to its end; a member that fails is left. */
    public static void tend(Members members) {
        List<CompletableFuture<Member>> tended =
                members.all().stream().flatMap(each -> each.tend().stream()).toList();
        tended.forEach(each -> each.handle((done, failed) -> done).join());
    }

    /** In the order in which they are configured. */
    public static List<MemberState> states(Members members) {
        return members.all().stream().map(Member::state).toList();
    }
}
