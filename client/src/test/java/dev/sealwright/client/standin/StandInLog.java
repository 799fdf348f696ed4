package dev.sealwright.client.standin;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A log in memory with one voter. */
public final class StandInLog {
    private static final String WHOLE = "tile/entries/";

    private final String origin;
    private final byte[] seed = new byte[32];
    private final SecureRandom random = new SecureRandom();
    private final List<Bytes> leaves = new ArrayList<>();
    private final Optional<KeyPair> second;
    private final Set<Integer> gone = new HashSet<>();
    private Runnable afterCheckpoint = () -> {};
    private boolean half;

    public StandInLog(String origin) {
        this(origin, Optional.empty());
    }

    private StandInLog(String origin, Optional<KeyPair> second) {
        this.origin = origin;
        this.second = second;
        random.nextBytes(seed);
    }

    /** One whose voter signs by ML-DSA-65, too. */
    public static StandInLog postQuantum(String origin) {
        try {
            return new StandInLog(
                    origin,
                    Optional.of(KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on its checkpoints lack the second signature. */
    public synchronized void signByHalf() {
        half = true;
    }

    /** Where a leaf went. */
    public record Entry(long index, Bytes leaf) {}

    public synchronized Entry append(Instant time, Bytes org, LeafBody body) {
        byte[] tail = new byte[Uuids.RANDOM_SIZE];
        random.nextBytes(tail);
        var leaf = new Leaf(Uuids.v7(time, Bytes.of(tail)), time, org, body);
        leaves.add(leaf.encode());
        return new Entry(leaves.size() - 1, leaf.encode());
    }

    /** As a service does that rolls back. */
    public synchronized void truncate(int size) {
        leaves.subList(size, leaves.size()).clear();
    }

    /** As a service does that rewrites what was: another leaf stands there from now on. */
    public synchronized void rewrite(int index, Bytes leaf) {
        leaves.set(index, leaf);
    }

    /** As a service does whose retention ends: a leaf says so, and what need not last goes. */
    public synchronized void prune(Instant time, int minimum) {
        append(time, Leaf.NO_ORG, new PruningBody(minimum, size(), lastingHead()));
        for (int at = 0; at < minimum; at++) {
            if (!LeafCodec.decode(leaves.get(at)).body().lasting()) {
                forget(at);
            }
        }
    }

    /** The hash of this one is all that it serves from now on. */
    public synchronized void forget(int index) {
        gone.add(index);
    }

    /** What the next pruning leaf would say. */
    public synchronized Bytes lastingHead() {
        var lasting = new LastingLeaves();
        leaves.forEach(
                leaf -> lasting.add(LeafCodec.decode(leaf).body().lasting(), TreeHash.leaf(leaf)));
        return lasting.at().head();
    }

    /** This happens behind the next checkpoint that is asked for. */
    public synchronized void afterCheckpoint(Runnable then) {
        afterCheckpoint = then;
    }

    /** Whether a bundle has this path of which entries went. */
    public synchronized boolean lacks(String path) {
        if (!path.startsWith(WHOLE)) {
            return false;
        }
        Tile bundle = Tile.parse(path);
        return range(bundle).anyMatch(gone::contains);
    }

    private static IntStream range(Tile tile) {
        int first = (int) tile.index() * Tile.FULL;
        return IntStream.range(first, first + tile.width());
    }

    public synchronized Receipt receipt(long index) {
        var proof = InclusionProof.compute(index, leaves.size(), source());
        return new Receipt(index, proof, checkpoint().withoutPostQuantum());
    }

    public synchronized Note checkpoint() {
        return checkpoint(origin);
    }

    /** As another epoch of it has that took over every leaf. */
    private Note checkpoint(String epoch) {
        var checkpoint = new Checkpoint(epoch, leaves.size(), source().root(leaves.size()));
        Bytes signature = Ed25519Key.sign(seed, Bytes.utf8(checkpoint.text()));
        var key = new NoteKey(epoch, NoteAlgorithm.ED25519, key());
        List<NoteSignature> lines = new ArrayList<>(List.of(key.signed(signature)));
        second.filter(_ -> !half)
                .map(pair -> postQuantumLine(pair, checkpoint))
                .ifPresent(lines::add);
        return new Note(checkpoint.text(), lines);
    }

    private NoteSignature postQuantumLine(KeyPair pair, Checkpoint checkpoint) {
        try {
            Signature signer = Signature.getInstance("ML-DSA-65");
            signer.initSign(pair.getPrivate());
            signer.update(Bytes.utf8(checkpoint.text()).toArray());
            return voter().postQuantumNoteKey(checkpoint.origin())
                    .orElseThrow()
                    .signed(Bytes.of(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its one voter. */
    public Voter voter() {
        return new Voter(
                "member-1",
                VoterKind.MEMBER,
                key(),
                second.map(pair -> MlDsa65.raw(Bytes.of(pair.getPublic().getEncoded()))));
    }

    /** What stands under that path: the checkpoint, a tile, a bundle, what is left of one. */
    public Bytes served(String path) {
        return served(origin, path);
    }

    /** The same of another epoch. */
    public synchronized Bytes served(String epoch, String path) {
        if (path.equals("checkpoint")) {
            Bytes served = checkpoint(epoch).bytes();
            Runnable after = afterCheckpoint;
            afterCheckpoint = () -> {};
            after.run();
            return served;
        }
        Tile tile = Tile.parse(path.replaceFirst("^kept/", WHOLE));
        if (tile.level() == Tile.ENTRIES) {
            return EntryBundle.encode(
                    range(tile)
                            .mapToObj(at -> gone.contains(at) ? Bytes.EMPTY : leaves.get(at))
                            .toList());
        }
        return Bytes.concat(
                range(tile)
                        .mapToObj(at -> hash(tile.level() * Tile.HEIGHT, at))
                        .toArray(Bytes[]::new));
    }

    public synchronized int size() {
        return leaves.size();
    }

    public synchronized List<Bytes> leaves() {
        return List.copyOf(leaves);
    }

    public Bytes key() {
        return Ed25519Key.publicKey(seed);
    }

    public String origin() {
        return origin;
    }

    /** Subtree hashes over the leaves as they are now. */
    public HashSource source() {
        return this::hash;
    }

    private Bytes hash(int height, long index) {
        return height == 0
                ? TreeHash.leaf(leaves.get((int) index))
                : TreeHash.node(hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
    }
}
