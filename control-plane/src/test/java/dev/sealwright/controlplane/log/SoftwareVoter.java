package dev.sealwright.controlplane.log;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.Appended;
import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.EntrustedSecret;
import dev.sealwright.keyservice.api.Handover;
import dev.sealwright.keyservice.api.Head;
import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OperationCount;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.ShareOrder;
import dev.sealwright.keyservice.api.SharedSealOrder;
import dev.sealwright.keyservice.api.SharedSealing;
import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.TakeOverOrder;
import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The log half of a key service with its key in memory: the sequencer's tests take it apart and put
 * it back together in ways no HSM allows. It survives the restart of a control plane as a key
 * service of its own process does.
 */
final class SoftwareVoter implements KeyService {
    private final TestTrust trust;
    private final int index;
    private final Set<Bytes> admitted = new HashSet<>();
    private final Set<Bytes> refusing = new HashSet<>();
    private final List<Integer> batches = new ArrayList<>();
    private Frontier before = Frontier.EMPTY;
    private Frontier now = Frontier.EMPTY;
    private boolean away;
    private boolean gone;
    private boolean lost;
    private boolean half;
    private Optional<CountDownLatch> hung = Optional.empty();
    private Optional<CountDownLatch> slow = Optional.empty();
    private int appendsUntilSlow;
    private int signaturesUntilLost = -1;
    private int steps;

    SoftwareVoter(TestTrust trust) {
        this(trust, 0);
    }

    /** One of several. */
    SoftwareVoter(TestTrust trust, int index) {
        this.trust = trust;
        this.index = index;
    }

    /** One that took these leaves over. */
    SoftwareVoter(TestTrust trust, Frontier taken) {
        this(trust);
        before = taken;
        now = taken;
    }

    /** Somebody else had this leaf appended. */
    synchronized void tookMore(Bytes hash) {
        before = now;
        now = now.append(hash);
    }

    synchronized Frontier frontier() {
        return now;
    }

    /** From now on the HSM does not answer. */
    synchronized void leave() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
        gone = false;
    }

    /** From now on the whole process is away. */
    synchronized void die() {
        gone = true;
    }

    /** From now on no call is answered before this opens. */
    synchronized void hang(CountDownLatch until) {
        hung = Optional.of(until);
    }

    /** Lets this many more appends pass; from then on none is answered before this opens. */
    synchronized void appendSlowlyAfter(int appends, CountDownLatch until) {
        slow = Optional.of(until);
        appendsUntilSlow = appends;
    }

    /** Whether an append waits to be answered. */
    synchronized boolean appendsSlowly() {
        return slow.filter(until -> until.getCount() > 0).isPresent() && appendsUntilSlow < 0;
    }

    private synchronized Optional<CountDownLatch> slowly() {
        appendsUntilSlow--;
        return slow.filter(_ -> appendsUntilSlow < 0);
    }

    synchronized long size() {
        return now.size();
    }

    private void answer() {
        Optional<CountDownLatch> waiting;
        synchronized (this) {
            if (gone) {
                throw new KeyServiceUnavailableException("the process is away");
            }
            waiting = hung;
        }
        waiting.ifPresent(SoftwareVoter::await);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyServiceUnavailableException("interrupted", e);
        }
    }

    private Voter voter() {
        return trust.anchors().voters().get(index);
    }

    private NoteKey key() {
        return voter().noteKey(trust.anchors().origin());
    }

    /** From now on it signs by Ed25519 alone, or again by all its keys. */
    synchronized void signByHalf(boolean isHalf) {
        half = isHalf;
    }

    /** Refuses the leaf with this hash. */
    synchronized void refuse(Bytes org) {
        refusing.add(org);
    }

    /**
     * Lets this many more appends succeed; the one after takes effect here, and its answer is lost.
     */
    synchronized void loseAnswerAfter(int appends) {
        signaturesUntilLost = appends;
    }

    /** From now on it knows of no leaf that was admitted. */
    synchronized void forgetAdmissions() {
        admitted.clear();
    }

    /** How many batches were appended together with the admission of the next. */
    synchronized int steps() {
        return steps;
    }

    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    @Override
    public List<Admission> admit(List<Bytes> leaves) {
        answer();
        return admitted(leaves);
    }

    private synchronized List<Admission> admitted(List<Bytes> leaves) {
        List<Admission> admissions = new ArrayList<>();
        for (Bytes leaf : leaves) {
            Bytes org = dev.sealwright.protocol.leaf.LeafCodec.decode(leaf).org();
            if (refusing.contains(org)) {
                admissions.add(
                        new Admission.Refused(RefusalCode.QUOTA, "too many leaves of this org"));
            } else {
                admitted.add(TreeHash.leaf(leaf));
                admissions.add(new Admission.Admitted(TreeHash.leaf(leaf)));
            }
        }
        return admissions;
    }

    @Override
    public SignedCheckpoint append(long size, List<Bytes> leaves) {
        answer();
        slowly().ifPresent(SoftwareVoter::await);
        return appended(size, leaves);
    }

    @Override
    public Appended appendAndAdmit(long size, List<Bytes> leaves, List<Bytes> proposed) {
        Appended both = KeyService.super.appendAndAdmit(size, leaves, proposed);
        stepped();
        return both;
    }

    private synchronized void stepped() {
        steps++;
    }

    @Override
    public void follow(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        answer();
        followed(size, leaves, gone, proof, note);
    }

    private synchronized void followed(
            long size, List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        Iterator<Bytes> hashes = gone.iterator();
        Checkpoint goal = VerifiedCheckpoint.verify(Note.parse(note), trust.anchors()).checkpoint();
        Frontier after =
                now.appendAll(
                        leaves.stream()
                                .map(leaf -> leaf.isEmpty() ? hashes.next() : TreeHash.leaf(leaf))
                                .toList());
        if (size != now.size()
                || !ConsistencyProof.verify(
                        after.size(), after.root(), goal.size(), goal.root(), proof)) {
            throw new KeyServiceRefusedException(RefusalCode.FORKED, "not what stands here");
        }
        before = now;
        now = after;
    }

    private synchronized SignedCheckpoint appended(long size, List<Bytes> leaves) {
        if (lost) {
            throw new KeyServiceRefusedException(RefusalCode.VOTER_LOST_STATE, "lost");
        }
        List<Bytes> hashes = leaves.stream().map(TreeHash::leaf).toList();
        if (size == before.size() && size != now.size()) {
            if (!before.appendAll(hashes).equals(now)) {
                throw new KeyServiceRefusedException(
                        RefusalCode.FORKED, "other leaves stand there");
            }
            return sign();
        }
        if (size != now.size()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.WRONG_SIZE, "the log stands at " + now.size());
        }
        if (!admitted.containsAll(hashes)) {
            throw new KeyServiceRefusedException(RefusalCode.NOT_ADMITTED, "not admitted");
        }
        if (away) {
            throw new KeyServiceUnavailableException("the HSM does not answer");
        }
        before = now;
        now = now.appendAll(hashes);
        hashes.forEach(admitted::remove);
        batches.add(leaves.size());
        if (signaturesUntilLost >= 0 && signaturesUntilLost-- == 0) {
            throw new KeyServiceUnavailableException("the answer was lost");
        }
        return sign();
    }

    private SignedCheckpoint sign() {
        if (away) {
            throw new KeyServiceUnavailableException("the HSM does not answer");
        }
        return new SignedCheckpoint(now.size(), now.root(), note().encode());
    }

    private Note note() {
        String text = new Checkpoint(trust.anchors().origin(), now.size(), now.root()).text();
        List<NoteSignature> lines = new ArrayList<>();
        lines.add(key().signed(trust.signAsVoter(index, Bytes.utf8(text))));
        voter().postQuantumNoteKey(trust.anchors().origin())
                .filter(_ -> !half)
                .map(second -> second.signed(trust.signPostQuantum(index, Bytes.utf8(text))))
                .ifPresent(lines::add);
        return new Note(text, lines);
    }

    @Override
    public Head head() {
        answer();
        return standing();
    }

    private synchronized Head standing() {
        Optional<String> note = now.size() == 0 ? Optional.empty() : Optional.of(note().encode());
        return new Head(trust.anchors().origin(), now.size(), now.root(), note);
    }

    @Override
    public void offerAnchors(Bytes document) {
        throw new UnsupportedOperationException("this voter keeps its anchors");
    }

    @Override
    public void observe(String text) {
        answer();
        observed(text);
    }

    private synchronized void observed(String text) {
        Note note = Note.parse(text);
        lost |= note.signedBy(key()) && Checkpoint.parse(note.text()).size() > now.size();
        if (lost) {
            throw new KeyServiceRefusedException(
                    RefusalCode.VOTER_LOST_STATE, "a checkpoint beyond this state");
        }
    }

    @Override
    public Bytes anchors() {
        answer();
        return trust.anchors().document();
    }

    @Override
    public IssuedCertificate issueCertificate(CertificateOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SealedSecret seal(SealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plaintext unseal(UnsealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SealedSecret reseal(ResealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes makeOrgKey(OrgKeyOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroyOrgKey(ProvenLeaf destruction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String signJwt(TokenOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes makeKey(KeyOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes sign(SignOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroyKey(ProvenLeaf destruction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<OperationCount> counts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyInventory describeKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TokenDescription describeToken() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes derive(Purpose purpose, long version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes entrust(EntrustedSecret secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bytes entrusted(EntrustedSecret secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SharingKey sharingKey() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SharedSealing sealShared(SharedSealOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handover share(ShareOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeySealing takeOver(TakeOverOrder order) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HealthProof probe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
