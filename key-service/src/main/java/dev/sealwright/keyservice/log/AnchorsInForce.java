package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The anchors that a voter works under, verified, with those that they replaced. They are replaced
 * by a leaf alone, and nothing beyond that leaf is signed before a quorum of the voters before is
 * known to have signed it. Changed under the lock of {@link VoterLog}; read without.
 */
final class AnchorsInForce {
    private final RootPin pin;
    private final ReceiptVerifier receipts;
    private Trust.Snapshot known;
    private volatile AnchorsChain chain;

    private AnchorsInForce(RootPin pin, Trust.Snapshot known) {
        this.pin = pin;
        this.known = known;
        this.chain = chain(known);
        this.receipts = new ReceiptVerifier(chain);
    }

    /** As the state has it, which was told at least one document. */
    static AnchorsInForce of(RootPin pin, Trust.Snapshot known) {
        return new AnchorsInForce(pin, known);
    }

    /** What the state has to be told of documents of its epoch, given oldest first. */
    static List<Trust.Offer> untold(Trust.Snapshot known, List<VerifiedAnchors> documents) {
        return documents.stream()
                .filter(each -> !known.knows(each.document()))
                .filter(each -> isBeyond(known, each))
                .map(AnchorsInForce::offer)
                .toList();
    }

    /** What came before the one in force is past, whoever puts it there again. */
    private static boolean isBeyond(Trust.Snapshot known, VerifiedAnchors anchors) {
        return known.document()
                .map(document -> AnchorsDocument.verifyIssued(document, anchors.pin()))
                .filter(now -> now.content().version() >= anchors.content().version())
                .isEmpty();
    }

    private static Trust.Offer offer(VerifiedAnchors anchors) {
        return new Trust.Offer(
                anchors.document(), anchors.content().replaces().orElse(Trust.Offer.NONE));
    }

    VerifiedAnchors current() {
        return chain.current();
    }

    AnchorsChain chain() {
        return chain;
    }

    /** Verifies receipts of this epoch, at any time under what is in force then. */
    ReceiptVerifier receipts() {
        return receipts;
    }

    /** Goes on under what the state has now. Returns whether that is something else. */
    boolean follow(Trust.Snapshot now) {
        if (now.equals(known)) {
            return false;
        }
        boolean changed = !now.document().equals(known.document());
        known = now;
        if (changed) {
            chain = chain(now);
            receipts.follow(chain);
        }
        return changed;
    }

    private AnchorsChain chain(Trust.Snapshot trust) {
        AnchorsChain built =
                AnchorsChain.of(AnchorsDocument.verifyIssued(trust.document().orElseThrow(), pin));
        for (Trust.Era era : trust.replaced().reversed()) {
            built = built.replacing(era.document(), era.until());
        }
        return built;
    }

    /** The anchors whose voters sign the log at this size. */
    VerifiedAnchors at(long size) {
        return chain.at(current().origin(), size).orElseThrow();
    }

    /**
     * A document that may follow one of those that are known, or empty if it is known itself.
     *
     * @throws KeyServiceRefusedException {@link RefusalCode#ANCHORS} if it may not
     */
    Optional<Trust.Offer> offered(Bytes document, Instant now) {
        if (known.knows(document)) {
            return Optional.empty();
        }
        if (known.offered().size() >= Trust.MAX_OFFERED) {
            throw refused("too many anchors documents wait for their leaf");
        }
        try {
            return Optional.of(offer(successor(document, now)));
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        } catch (VerificationException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private VerifiedAnchors successor(Bytes document, Instant now) {
        VerifiedAnchors next = AnchorsDocument.verify(document, pin, now);
        Bytes replaces = next.content().replaces().orElse(Trust.Offer.NONE);
        VerifiedAnchors before =
                Stream.concat(
                                known.document().stream(),
                                known.offered().stream().map(Trust.Offer::document))
                        .filter(each -> Sha256.of(each).equals(replaces))
                        .map(each -> AnchorsDocument.verifyIssued(each, pin))
                        .findFirst()
                        .orElseThrow(() -> refused("anchors that replace none that are known"));
        AnchorsChange.requireReplaces(next, before);
        return next;
    }

    /** Why this leaf does not put offered anchors in force now, if it does not. */
    Optional<Refused> refusal(LeafBody.Anchors body) {
        Optional<VerifiedAnchors> next =
                known.offered().stream()
                        .map(Trust.Offer::document)
                        .filter(each -> Sha256.of(each).equals(body.digest()))
                        .map(each -> AnchorsDocument.verifyIssued(each, pin))
                        .findFirst();
        if (next.isEmpty()) {
            return LeafJudge.refuse(
                    RefusalCode.ANCHORS, "this voter was shown no such anchors document");
        }
        try {
            AnchorsChange.check(body, next.get(), current());
            return Optional.empty();
        } catch (VerificationException e) {
            return LeafJudge.refuse(RefusalCode.ANCHORS, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether the note shows that a quorum of the voters before signed the leaf that put the
     * anchors in force, which is the last of this head.
     */
    boolean confirms(String text, Frontier head) {
        if (known.confirmed() || head.size() != known.since()) {
            return false;
        }
        try {
            Checkpoint shown = VerifiedCheckpoint.verify(Note.parse(text), chain).checkpoint();
            return shown.size() == head.size() && shown.root().equals(head.root());
        } catch (MalformedException | VerificationException e) {
            return false;
        }
    }

    /** Throws while that is not known: nothing is built on that leaf before. */
    void requireConfirmed() {
        if (!known.confirmed()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.UNCONFIRMED,
                    "the last leaf replaces the anchors, and no quorum of the voters before is"
                            + " known to have signed it");
        }
    }

    /** Throws unless the key is a voter's at this size. */
    void requireVoter(Bytes key, long size) {
        if (!isVoter(key, size)) {
            throw new KeyServiceRefusedException(
                    RefusalCode.NO_VOTER,
                    "the anchors in force at size " + size + " do not name this member's key");
        }
    }

    /** A program whose key no document names at all does not start. */
    boolean isVoter(Bytes key, long size) {
        return names(at(size), key) || documents().noneMatch(each -> names(each, key));
    }

    /** The post-quantum key of the voter of this key at this size, if the anchors name one. */
    Optional<Bytes> postQuantumKey(Bytes key, long size) {
        return at(size).voters().stream()
                .filter(voter -> voter.key().equals(key))
                .findFirst()
                .flatMap(Voter::postQuantumKey);
    }

    private Stream<VerifiedAnchors> documents() {
        return Stream.of(
                        known.replaced().stream().map(Trust.Era::document),
                        known.document().stream(),
                        known.offered().stream().map(Trust.Offer::document))
                .flatMap(each -> each)
                .map(each -> AnchorsDocument.verifyIssued(each, pin));
    }

    private static boolean names(VerifiedAnchors anchors, Bytes key) {
        return anchors.voters().stream().anyMatch(voter -> voter.key().equals(key));
    }

    private static KeyServiceRefusedException refused(String detail) {
        return new KeyServiceRefusedException(RefusalCode.ANCHORS, detail);
    }
}
