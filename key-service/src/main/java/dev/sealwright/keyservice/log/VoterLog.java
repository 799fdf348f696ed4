package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Following following;
    private final InstantSource clock;
    private volatile ClientKeys keys;
    private volatile OrgKeys orgKeys;
    private volatile long size;
    private Optional<SignedCheckpoint> signed = Optional.empty();

    private VoterLog(
            VoterStore store,
            CheckpointSigner signer,
            VerifiedAnchors anchors,
            LeafJudge judge,
            AdmissionQuota quota,
            KeyMaterial material,
            InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.judge = judge;
        this.admissions = new Admissions(store, judge, quota, signer.origin(), material);
        this.following = new Following(anchors, judge);
        this.clock = clock;
        this.keys = store.state().keys();
        this.orgKeys = store.state().orgKeys();
        this.size = store.state().current().size();
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
        VoterStore store = VoterStore.open(folder, signer.origin(), signer.noteKey().key());
        VoterLog log =
                new VoterLog(store, signer, anchors, new LeafJudge(rules), quota, material, clock);
        Optional<String> retired = store.state().retired();
        if (retired.isPresent()) {
            log.close();
            throw new StartRefusedException(retired.get());
        }
        return log;
    }

    /** See {@link KeyService#admit}. */
    public List<Admission> admit(List<Bytes> leaves) {
        requireBatch(leaves);
        List<LeafJudge.Verdict> verdicts = leaves.stream().map(judge::decode).toList();
        return locked(() -> admissions.admit(verdicts, Seconds.truncate(clock.instant())));
    }

    /** See {@link KeyService#append}. */
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        requireBatch(leaves);
        List<Bytes> hashes = leaves.stream().map(TreeHash::leaf).toList();
        return locked(
                () -> {
                    requireInOffice();
                    if (size == store.state().current().size() && !hashes.isEmpty()) {
                        appendNew(size, hashes);
                    } else {
                        requireSameAgain(size, hashes);
                    }
                    return signHead();
                });
    }

    private void appendNew(long size, List<Bytes> hashes) {
        Set<Bytes> seen = new HashSet<>();
        for (int i = 0; i < hashes.size(); i++) {
            LeafRole role = store.state().roleOf(hashes.get(i)).orElseThrow(VoterLog::notAdmitted);
            if (!seen.add(hashes.get(i))) {
                throw notAdmitted();
            }
            if (role != judge.places().demandedAt(size + i)) {
                throw refused(
                        RefusalCode.NOT_ALLOWED,
                        "an epoch begins with its anchors leaf and its ceremony leaf, each in its"
                                + " place, and no other");
            }
        }
        signed = Optional.empty();
        store.commit(new VoterEvent.Appended(size, hashes));
    }

    private void requireSameAgain(long size, List<Bytes> hashes) {
        Frontier current = store.state().current();
        Frontier previous = store.state().previous();
        if (hashes.isEmpty() && size == current.size() && size > 0) {
            return;
        }
        if (size != previous.size() || size == current.size()) {
            throw wrongSize(current);
        }
        if (!previous.appendAll(hashes).root().equals(current.root())) {
            throw refused(RefusalCode.FORKED, "other leaves were appended at " + size);
        }
    }

    /** See {@link KeyService#follow}. */
    public void follow(long size, List<Bytes> leaves, List<Bytes> proof, String note) {
        requireBatch(leaves);
        Following.Step step = following.step(leaves, proof, note);
        observe(note);
        locked(
                () -> {
                    requireInOffice();
                    Frontier current = store.state().current();
                    if (size != current.size()) {
                        throw wrongSize(current);
                    }
                    VoterEvent.Followed event = following.event(current, step);
                    signed = Optional.empty();
                    store.commit(event);
                    return event;
                });
    }

    private SignedCheckpoint signHead() {
        Frontier head = store.state().current();
        if (signed.isEmpty() || signed.get().size() != head.size()) {
            signed = Optional.of(signer.sign(head));
        }
        return signed.orElseThrow();
    }

    /** Signs the head that is on disk, if there is one, so that {@link #head} has its note. */
    public void signAgain() {
        locked(
                () ->
                        store.state().current().size() > 0
                                ? Optional.of(signHead())
                                : Optional.empty());
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

    /** How many leaves this voter has appended. Waits for nothing. */
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
                    requireInOffice();
                    return own;
                });
    }

    private void retire(Checkpoint checkpoint) {
        if (store.state().retired().isEmpty()) {
            store.commit(Memory.retirement(store.state(), checkpoint));
        }
    }

    private void requireInOffice() {
        if (store.state().retired().isPresent()) {
            throw refused(
                    RefusalCode.VOTER_LOST_STATE,
                    "this voter lost state and never signs again with its key");
        }
    }

    private static void requireBatch(List<Bytes> leaves) {
        if (leaves.size() > KeyService.MAX_BATCH) {
            throw refused(
                    RefusalCode.BATCH_TOO_LARGE, "at most " + KeyService.MAX_BATCH + " leaves");
        }
        if (leaves.stream().mapToLong(Bytes::size).sum() > KeyService.MAX_BATCH_BYTES) {
            throw refused(
                    RefusalCode.BATCH_TOO_LARGE,
                    "at most " + KeyService.MAX_BATCH_BYTES + " bytes of leaves");
        }
    }

    private static KeyServiceRefusedException wrongSize(Frontier current) {
        return refused(RefusalCode.WRONG_SIZE, "the voter's log stands at " + current.size());
    }

    private static KeyServiceRefusedException notAdmitted() {
        return refused(
                RefusalCode.NOT_ADMITTED, "a leaf was never admitted, or was appended already");
    }

    private static KeyServiceRefusedException refused(RefusalCode code, String detail) {
        return new KeyServiceRefusedException(code, detail);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            T done = work.get();
            keys = store.state().keys();
            orgKeys = store.state().orgKeys();
            size = store.state().current().size();
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
