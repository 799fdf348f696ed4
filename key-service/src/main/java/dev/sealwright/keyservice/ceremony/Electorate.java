package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.util.ArrayList;
import java.util.List;

/** Whose signatures count for checkpoints: the service token's, further members', witnesses'. */
record Electorate(List<Voter> voters) {
    /** A note has room for 32 signatures, of which witnesses that are no voters take some. */
    private static final int MAX = 16;

    Electorate {
        voters = List.copyOf(voters);
        // Before any token is made: the anchors would refuse it, too late.
        if (voters.stream().map(Voter::key).distinct().count() < voters.size()
                || voters.stream().map(Voter::name).distinct().count() < voters.size()
                || voters.size() > MAX) {
            throw new MalformedException("a voter twice, or more than " + MAX + " voters");
        }
    }

    /**
     * @param witnesses verifier keys that make cosignatures
     */
    static Electorate of(
            ServiceKeysStatement keys, List<MemberStatement> members, List<String> witnesses) {
        List<Voter> voters = new ArrayList<>();
        voters.add(keys.vote().voter("member-1"));
        for (MemberStatement member : members) {
            voters.add(member.voter("member-" + (voters.size() + 1)));
        }
        witnesses.forEach(vkey -> voters.add(witness(vkey)));
        return new Electorate(voters);
    }

    static Voter witness(String vkey) {
        NoteKey key = NoteKey.parseVkey(vkey);
        if (key.algorithm() != NoteAlgorithm.COSIGNATURE_V1) {
            throw new MalformedException("a witness whose key makes no cosignatures (type 0x04)");
        }
        return new Voter(key.name(), VoterKind.WITNESS, key.key());
    }
}
