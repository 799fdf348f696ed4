package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two members and a witness, of which two must sign. */
class QuorumTest {
    private static final String WITNESS = "witness.example/w1";
    private static final Checkpoint HEAD =
            new Checkpoint(World.ORIGIN, 7, Bytes.fromHex("ab".repeat(32)));

    private final World world = new World();
    private final KeyPair secondKey = World.ed25519();
    private final VerifiedAnchors anchors = anchors();

    private VerifiedAnchors anchors() {
        Anchors one = world.anchors();
        Anchors three =
                new Anchors(
                        2,
                        one.validity(),
                        one.origin(),
                        one.trustDomain(),
                        one.serverNames(),
                        List.of(
                                new Voter("member-1", VoterKind.MEMBER, World.raw(world.memberKey)),
                                new Voter("member-2", VoterKind.MEMBER, World.raw(secondKey)),
                                new Voter(WITNESS, VoterKind.WITNESS, World.raw(world.witnessKey))),
                        2,
                        one.operators(),
                        one.operatorsRequired(),
                        one.serverCa(),
                        one.hostCa(),
                        one.recoveryKey(),
                        one.nextRoot());
        return AnchorsDocument.verify(world.sign(three), world.pin(), World.NOW);
    }

    private static NoteSignature member(KeyPair key, Checkpoint head) {
        return new Voter("any", VoterKind.MEMBER, World.raw(key))
                .noteKey(World.ORIGIN)
                .signed(World.sign("Ed25519", key.getPrivate(), Bytes.utf8(head.text())));
    }

    private NoteSignature witness(Checkpoint head) {
        long time = World.NOW.getEpochSecond();
        return new Voter(WITNESS, VoterKind.WITNESS, World.raw(world.witnessKey))
                .noteKey(World.ORIGIN)
                .cosigned(
                        time,
                        World.sign(
                                "Ed25519",
                                world.witnessKey.getPrivate(),
                                Cosignature.message(head.text(), time)));
    }

    private void accepted(NoteSignature... signatures) {
        Note note = Note.parse(new Note(HEAD.text(), List.of(signatures)).encode());
        assertThat(VerifiedCheckpoint.verify(note, anchors).checkpoint()).isEqualTo(HEAD);
    }

    private void refused(Reason reason, Checkpoint head, NoteSignature... signatures) {
        Note note = new Note(head.text(), List.of(signatures));
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(note, anchors))
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void anyTwoVotersAreAQuorum() {
        accepted(member(world.memberKey, HEAD), member(secondKey, HEAD));
        accepted(member(world.memberKey, HEAD), witness(HEAD));
        accepted(witness(HEAD), member(secondKey, HEAD), member(world.memberKey, HEAD));
    }

    @Test
    void oneVoterAndStrangersAreNone() {
        NoteSignature stranger = member(World.ed25519(), HEAD);
        refused(Reason.QUORUM, HEAD, member(world.memberKey, HEAD));
        refused(Reason.QUORUM, HEAD, member(world.memberKey, HEAD), stranger);
        refused(Reason.QUORUM, HEAD, stranger, member(World.ed25519(), HEAD));
        accepted(stranger, member(world.memberKey, HEAD), witness(HEAD));
    }

    @Test
    void aFalseSignatureOfAVoterSpoilsTheCheckpoint() {
        Checkpoint other = new Checkpoint(World.ORIGIN, 8, HEAD.root());
        refused(
                Reason.SIGNATURE,
                HEAD,
                member(world.memberKey, HEAD),
                member(secondKey, HEAD),
                witness(other));
    }

    @Test
    void aWitnessDoesNotCountAsAMemberNorAMemberAsAWitness() {
        refused(Reason.QUORUM, HEAD, member(world.memberKey, HEAD), member(world.witnessKey, HEAD));
    }

    @Test
    void anotherLogsCheckpointIsRefused() {
        Checkpoint other = new Checkpoint("seal.example:8444/log/2", 7, HEAD.root());
        refused(Reason.ORIGIN, other, member(world.memberKey, other), member(secondKey, other));
    }
}
