package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members of whom some sign by ML-DSA-65, too. */
class PostQuantumTest {
    private static final Checkpoint HEAD =
            new Checkpoint(World.ORIGIN, 7, Bytes.fromHex("ab".repeat(32)));

    private final World world = new World();
    private final Member both = new Member("member-1", Optional.of(World.mlDsa65()));
    private final Member classical = new Member("member-2", Optional.empty());

    private record Member(String name, KeyPair key, Optional<KeyPair> second) {
        Member(String name, Optional<KeyPair> second) {
            this(name, World.ed25519(), second);
        }

        Voter voter() {
            return new Voter(name, VoterKind.MEMBER, World.raw(key), second.map(World::rawMlDsa65));
        }

        NoteSignature first(Checkpoint head) {
            return voter().noteKey(World.ORIGIN)
                    .signed(World.sign("Ed25519", key.getPrivate(), Bytes.utf8(head.text())));
        }

        NoteSignature second(Checkpoint head) {
            return line(second.orElseThrow(), head);
        }
    }

    private static NoteSignature line(KeyPair key, Checkpoint head) {
        return new NoteKey(World.ORIGIN, NoteAlgorithm.ML_DSA_65, World.rawMlDsa65(key))
                .signed(World.sign("ML-DSA-65", key.getPrivate(), Bytes.utf8(head.text())));
    }

    private Anchors anchors(int quorum, Member... members) {
        Anchors one = world.anchors();
        return new Anchors(
                one.version(),
                one.validity(),
                one.origin(),
                one.trustDomain(),
                one.serverNames(),
                List.of(members).stream().map(Member::voter).toList(),
                quorum,
                one.operators(),
                one.operatorsRequired(),
                one.serverCa(),
                one.hostCa(),
                one.recoveryKey(),
                one.nextRoot());
    }

    private VerifiedAnchors signed(int quorum, Member... members) {
        return AnchorsDocument.verify(world.sign(anchors(quorum, members)), world.pin(), World.NOW);
    }

    private static Note note(NoteSignature... lines) {
        return Note.parse(new Note(HEAD.text(), List.of(lines)).encode());
    }

    private static void refused(Reason reason, Note note, VerifiedAnchors anchors, String why) {
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(note, anchors))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aVoterWithTwoKeysSignsByBoth() {
        VerifiedAnchors anchors = signed(1, both);

        VerifiedCheckpoint checkpoint =
                VerifiedCheckpoint.verify(note(both.first(HEAD), both.second(HEAD)), anchors);

        assertThat(checkpoint.checkpoint()).isEqualTo(HEAD);
        assertThat(checkpoint.postQuantum()).containsExactly("member-1");
        assertThat(checkpoint.isWhole()).isTrue();
        assertThat(checkpoint.anchors().content().withstandsForgedEd25519()).isTrue();
    }

    @Test
    void aMissingAChangedAndAnothersSignatureAreRefused() {
        VerifiedAnchors anchors = signed(1, both);
        NoteSignature second = both.second(HEAD);
        byte[] changed = second.signature().toArray();
        changed[1_000] ^= 1;

        refused(
                Reason.SIGNATURE,
                note(both.first(HEAD)),
                anchors,
                "without the post-quantum signature of voter member-1");
        refused(
                Reason.SIGNATURE,
                note(
                        both.first(HEAD),
                        new NoteSignature(second.name(), second.keyId(), Bytes.of(changed))),
                anchors,
                "a false post-quantum signature");
        refused(
                Reason.SIGNATURE,
                note(both.first(HEAD), line(World.mlDsa65(), HEAD)),
                anchors,
                "without the post-quantum signature of voter member-1");
        refused(
                Reason.SIGNATURE,
                note(both.first(HEAD), both.second(new Checkpoint(World.ORIGIN, 8, HEAD.root()))),
                anchors,
                "a false post-quantum signature");
        refused(Reason.QUORUM, note(second), anchors, "0 of 1 voters");
    }

    @Test
    void aReceiptMayLeaveItOutButNotFalsifyIt() {
        VerifiedAnchors anchors = signed(1, both);
        Note whole = note(both.first(HEAD), both.second(HEAD));
        Note small = whole.withoutPostQuantum();

        assertThat(small).isEqualTo(note(both.first(HEAD)));
        assertThat(small.withoutPostQuantum()).isSameAs(small);
        assertThat(VerifiedCheckpoint.ofReceipt(small, anchors).isWhole()).isFalse();
        assertThat(VerifiedCheckpoint.ofReceipt(whole, anchors).isWhole()).isTrue();
        assertThat(new ReceiptVerifier(anchors).verify(small)).isEqualTo(HEAD);
        assertThatThrownBy(() -> new ReceiptVerifier(anchors).verifyWhole(small))
                .isInstanceOf(VerificationException.class);
        NoteSignature other = both.second(new Checkpoint(World.ORIGIN, 8, HEAD.root()));
        assertThatThrownBy(
                        () -> VerifiedCheckpoint.ofReceipt(note(both.first(HEAD), other), anchors))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void whoKnowsNoSuchKeyIgnoresTheLine() {
        Member old = new Member(both.name(), both.key(), Optional.empty());

        VerifiedCheckpoint checkpoint =
                VerifiedCheckpoint.verify(
                        note(both.first(HEAD), both.second(HEAD)), signed(1, old));

        assertThat(checkpoint.postQuantum()).isEmpty();
        assertThat(checkpoint.anchors().content().namesPostQuantumKeys()).isFalse();
    }

    /** Of three voters, a quorum of two: any two quorums have but one voter in common. */
    @Test
    void howManyNeedSuchKeysFollowsFromTheQuorum() {
        Member third = new Member("member-3", Optional.of(World.mlDsa65()));
        Member fourth = new Member("member-4", Optional.of(World.mlDsa65()));

        assertThat(anchors(1, classical).withstandsForgedEd25519()).isFalse();
        assertThat(anchors(2, both, classical, third).withstandsForgedEd25519()).isFalse();
        assertThat(anchors(2, both, third, fourth).withstandsForgedEd25519()).isTrue();
        assertThat(anchors(3, both, classical, third).withstandsForgedEd25519()).isTrue();
        VerifiedCheckpoint mixed =
                VerifiedCheckpoint.verify(
                        note(both.first(HEAD), both.second(HEAD), classical.first(HEAD)),
                        signed(2, both, classical, third));
        assertThat(mixed.voters()).isEqualTo(2);
        assertThat(mixed.postQuantum()).containsExactly("member-1");
    }

    @Test
    void theAnchorsNameTheKeyAndWithoutOneAreAsTheyWere() {
        VerifiedAnchors named = signed(1, both);
        Bytes without = world.sign(anchors(1, classical));

        assertThat(named.voters()).containsExactly(both.voter());
        assertThat(text(named.document())).contains("post_quantum_key");
        assertThat(text(without)).doesNotContain("post_quantum_key");
        assertThat(AnchorsDocument.verify(without, world.pin(), World.NOW).voters())
                .containsExactly(classical.voter());
    }

    private static String text(Bytes document) {
        return new String(document.toArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void impossibleKeysAreRefused() {
        Bytes key = World.rawMlDsa65(World.mlDsa65());
        Bytes first = World.raw(World.ed25519());
        assertThatThrownBy(() -> new Voter("w.example", VoterKind.WITNESS, first, Optional.of(key)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(
                        () ->
                                new Voter(
                                        "m",
                                        VoterKind.MEMBER,
                                        first,
                                        Optional.of(key.slice(0, 1951))))
                .isInstanceOf(MalformedException.class);
        Member twin = new Member("member-3", World.ed25519(), both.second());
        assertThatThrownBy(() -> anchors(2, both, twin)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aVerifierKeyOfItsTypeIsReadAsItWasWritten() {
        NoteKey key = both.voter().postQuantumNoteKey(World.ORIGIN).orElseThrow();

        assertThat(NoteKey.parseVkey(key.vkey())).isEqualTo(key);
        String typed = key.vkey().split("\\+", 3)[2];
        // Base64 of 0xff and the first letters of the identifier.
        assertThat(typed).startsWith("/3NlYWx3cmlnaHQvbWwtZHNhLTY1L3Yx");
    }

    /** Whatever a mutated whole note is, it is refused in one of two ways or says the same. */
    @Test
    void aMutatedNoteVerifiesNothingElse() {
        VerifiedAnchors anchors = signed(1, both);
        byte[] whole = note(both.first(HEAD), both.second(HEAD)).bytes().toArray();
        Random random = new Random(82);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] mutant = mutated(whole, random);
            try {
                Note note = Note.parse(new String(mutant, StandardCharsets.UTF_8));
                assertThat(VerifiedCheckpoint.verify(note, anchors).checkpoint()).isEqualTo(HEAD);
            } catch (MalformedException | VerificationException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_900);
    }

    @Test
    void mutatedAnchorsAndVerifierKeysAreRefused() {
        byte[] document = world.sign(anchors(1, both)).toArray();
        String vkey = both.voter().postQuantumNoteKey(World.ORIGIN).orElseThrow().vkey();
        Random random = new Random(1952);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] mutant = mutated(document, random);
            try {
                AnchorsDocument.verify(Bytes.of(mutant), world.pin(), World.NOW);
                taken.add("anchors " + i);
            } catch (MalformedException | VerificationException e) {
                // As it has to be.
            }
            byte[] key = mutated(vkey.getBytes(StandardCharsets.US_ASCII), random);
            try {
                NoteKey.parseVkey(new String(key, StandardCharsets.ISO_8859_1));
                taken.add("key " + i);
            } catch (MalformedException e) {
                // As it has to be.
            }
        }
        assertThat(taken).isEmpty();
    }

    /** Another byte somewhere, a piece left out, or a piece twice. */
    private static byte[] mutated(byte[] original, Random random) {
        int at = random.nextInt(original.length);
        int length = Math.min(1 + random.nextInt(40), original.length - at);
        List<Byte> bytes = new ArrayList<>();
        for (byte each : original) {
            bytes.add(each);
        }
        switch (random.nextInt(3)) {
            case 0 -> bytes.set(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
            case 1 -> bytes.subList(at, at + length).clear();
            default -> bytes.addAll(at, List.copyOf(bytes.subList(at, at + length)));
        }
        byte[] mutant = new byte[bytes.size()];
        for (int i = 0; i < mutant.length; i++) {
            mutant[i] = bytes.get(i);
        }
        return mutant;
    }
}
