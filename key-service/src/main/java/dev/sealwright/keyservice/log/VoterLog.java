package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One voter's account of the log. What it signs it has on disk before, so that after any crash it
 * either never signed a head or remembers it; and a voter that finds a signature of its own that it
 * does not remember never signs again. Safe for concurrent use.
 */
public final class VoterLog implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final VoterStore store;
    private final CheckpointSigner signer;
    private final LeafJudge judge;
    private final Admissions admissions;
    private final AppendRules rules;
    private final Following following;
    private final AnchorsInForce anchors;
    private final InstantSource clock;
    private volatile ClientKeys keys;
    private volatile OrgKeys orgKeys;
    private volatile long size;
    private Optional<SignedCheckpoint> signed = Optional.empty();

    private VoterLog(
            VoterStore store,
            CheckpointSigner signer,
            AnchorsInForce anchors,
            LeafJudge judge,
            AdmissionQuota quota,
            KeyMaterial material,
            InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.judge = judge;
        this.anchors = anchors;
        this.admissions = new Admissions(store, judge, quota, signer.origin(), material, anchors);
        this.rules = new AppendRules(judge, anchors);
        this.following = new Following(anchors, judge);
        this.clock = clock;
        this.keys = store.state().keys();
        this.orgKeys = store.state().orgKeys();
        this.size = store.state().knownSize();
    }

    /**
     * Opens the state under {@code folder}; refuses to start on damage, and on a voter that had to
     * retire.
     */
    public static VoterLog open(
            Path folder,
            CheckpointSigner signer,
            VerifiedAnchors anchors,
            AdmissionRules rules,
            AdmissionQuota quota,
            KeyMaterial material,
            InstantSource clock) {
        return open(folder, signer, List.of(anchors), rules, quota, material, clock);
    }

    /**
     * The same with all anchors documents of the epoch that are at hand, oldest first. A state that
     * knows newer ones goes on under those.
     */
    public static VoterLog open(
            Path folder,
            CheckpointSigner signer,
            List<VerifiedAnchors> documents,
            AdmissionRules rules,
            AdmissionQuota quota,
            KeyMaterial material,
            InstantSource clock) {
        VoterStore store = VoterStore.open(folder, signer.origin(), signer.noteKey().key());
        try {
            requireInOffice(store);
            requireWhole(store.state().trust(), documents.getFirst());
            AnchorsInForce.untold(store.state().trust(), documents)
                    .forEach(offer -> store.commit(new VoterEvent.Offered(offer)));
            AnchorsInForce anchors =
                    AnchorsInForce.of(documents.getLast().pin(), store.state().trust());
            LeafJudge judge = new LeafJudge(rules);
            judge.follow(anchors.current().content());
            return new VoterLog(store, signer, anchors, judge, quota, material, clock);
        } catch (RuntimeException e) {
            closeAfter(e, store);
            throw e;
        }
    }

    private static void requireInOffice(VoterStore store) {
        Optional<String> retired = store.state().retired();
        if (retired.isPresent()) {
            throw new StartRefusedException(retired.get());
        }
    }

    /** A voter that begins has to know who voted in the beginning. */
    private static void requireWhole(Trust.Snapshot known, VerifiedAnchors oldest) {
        if (known.document().isEmpty() && oldest.content().replaces().isPresent()) {
            throw new StartRefusedException(
                    "The anchors of version "
                            + oldest.content().version()
                            + " replaced others within this epoch, and those are not beside them."
                            + " Put every anchors-VERSION.cose of the ceremony's folder in place.");
        }
    }

    private static void closeAfter(RuntimeException failure, VoterStore store) {
        try {
            store.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The anchors whose voters sign the head. */
    public VerifiedAnchors anchors() {
        return locked(() -> anchors.at(store.state().current().size()));
    }

    /** Verifies receipts, at any time under the anchors that are in force then. */
    public ReceiptVerifier receipts() {
        return anchors.receipts();
    }

    /** See {@link KeyService#offerAnchors}. */
    public void offerAnchors(Bytes document) {
        locked(
                () -> {
                    Optional<Trust.Offer> offer = anchors.offered(document, clock.instant());
                    offer.map(VoterEvent.Offered::new).ifPresent(store::commit);
                    return offer;
                });
    }

    /** See {@link KeyService#admit}. */
    public List<Admission> admit(List<Bytes> leaves) {
        AppendRules.requireBatch(leaves);
        List<LeafJudge.Verdict> verdicts = leaves.stream().map(judge::decode).toList();
        return locked(() -> judged(verdicts));
    }

    private List<Admission> judged(List<LeafJudge.Verdict> verdicts) {
        return admissions.admit(verdicts, Seconds.truncate(clock.instant()));
    }

    /** See {@link KeyService#append}. */
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        AppendRules.requireBatch(leaves);
        List<Bytes> hashes = leaves.stream().map(TreeHash::leaf).toList();
        return locked(
                () -> {
                    store(size, hashes);
                    return signHead();
                });
    }

    /** See {@link KeyService#appendAndAdmit}. */
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        AppendRules.requireBatches(leaves, proposed);
        List<Bytes> hashes = leaves.stream().map(TreeHash::leaf).toList();
        List<LeafJudge.Verdict> verdicts = proposed.stream().map(judge::decode).toList();
        return locked(
                () -> {
                    List<Admission> admitted =
                            store.together(
                                    () -> {
                                        store(size, hashes);
                                        follow();
                                        return judged(verdicts);
                                    });
                    return new Appended(signHead(), admitted);
                });
    }

    private void store(long size, List<Bytes> hashes) {
        Memory.requireInOffice(store.state());
        if (size == store.state().current().size() && !hashes.isEmpty()) {
            store.state().lasting().requireAccounted();
            anchors.requireConfirmed();
            anchors.requireVoter(signer.noteKey().key(), size + hashes.size());
            rules.requireNew(store.state(), size, hashes);
            signed = Optional.empty();
            store.commit(new VoterEvent.Appended(size, hashes));
        } else {
            AppendRules.requireSameAgain(store.state(), size, hashes);
        }
    }

    /** See {@link KeyService#follow}. */
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        AppendRules.requireBatch(leaves);
        Following.Step step = following.step(leaves, gone, proof, note);
        observe(note);
        locked(
                () -> {
                    Memory.requireInOffice(store.state());
                    AppendRules.requireSize(size, store.state().current());
                    VoterEvent.Followed event = following.event(store.state(), step);
                    signed = Optional.empty();
                    store.commit(event);
                    confirm(note);
                    return event;
                });
    }

    private SignedCheckpoint signHead() {
        Frontier head = store.state().current();
        follow();
        store.state().lasting().requireAccounted();
        anchors.requireVoter(signer.noteKey().key(), head.size());
        if (signed.isEmpty() || signed.get().size() != head.size()) {
            Optional<Bytes> second = anchors.postQuantumKey(signer.noteKey().key(), head.size());
            signed = Optional.of(signer.sign(head, second));
        }
        // Where one voter is a quorum, nobody else says so.
        confirm(signed.orElseThrow().note());
        return signed.orElseThrow();
    }

    private void confirm(String note) {
        follow();
        if (anchors.confirms(note, store.state().current())) {
            store.commit(new VoterEvent.Confirmed());
        }
    }

    private void follow() {
        if (anchors.follow(store.state().trust())) {
            judge.follow(anchors.current().content());
        }
    }

    /** Signs the head that is on disk, if there is one, so that {@link #head} has its note. */
    public void signAgain() {
        locked(
                () ->
                        store.state().current().size() > 0 && mayVote()
                                ? Optional.of(signHead())
                                : Optional.empty());
    }

    private boolean mayVote() {
        return store.state().lasting().accounted()
                && anchors.isVoter(signer.noteKey().key(), store.state().current().size());
    }

    /** See {@link KeyService#head}. */
    public Head head() {
        return locked(
                () -> {
                    Frontier current = store.state().current();
                    return new Head(
                            signer.origin(),
                            current.size(),
                            current.root(),
                            signed.filter(head -> head.size() == current.size())
                                    .map(SignedCheckpoint::note));
                });
    }

    /**
     * How many leaves this voter has appended; none while it was shown hashes that nothing accounts
     * for, since it may not know what leads to them. Waits for nothing.
     */
    public long size() {
        return size;
    }

    /** Where a client key stands, according to the leaves that were appended. Waits for nothing. */
    public Optional<ClientKey> clientKey(Bytes key) {
        return keys.find(key);
    }

    /** Every client key there ever was. */
    public List<ClientKey> clientKeys() {
        return keys.snapshot();
    }

    /** Whether a restoration of the key may still be appended. */
    public boolean awaitsRestoration(Bytes key) {
        return locked(() -> store.state().awaitsRestoration(key));
    }

    /** Where an org's own key stands, in the same way. */
    public OrgKey orgKey(Bytes org) {
        return orgKeys.of(org);
    }

    /** Whether a restoration of that version of the org's key may still be appended. */
    public boolean awaitsRestoration(Bytes org, long version) {
        return locked(() -> store.state().awaitsRestoration(org, version));
    }

    /** See {@link KeyService#observe}. */
    public void observe(String note) {
        Optional<Checkpoint> own = Memory.signedBy(signer.noteKey(), note);
        locked(
                () -> {
                    own.filter(checkpoint -> !Memory.includes(store.state(), checkpoint))
                            .ifPresent(this::retire);
                    Memory.requireInOffice(store.state());
                    confirm(note);
                    return own;
                });
    }

    private void retire(Checkpoint checkpoint) {
        if (store.state().retired().isEmpty()) {
            store.commit(Memory.retirement(store.state(), checkpoint));
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            T done = work.get();
            keys = store.state().keys();
            orgKeys = store.state().orgKeys();
            follow();
            size = store.state().knownSize();
            return done;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the voter's state folder cannot be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
