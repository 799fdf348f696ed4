package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a voter that follows is shown, in order; at least one. */
record ShownLeaves(List<Shown> all) {
    ShownLeaves {
        all = List.copyOf(all);
    }

    /** A leaf, or the hash of one that went. */
    sealed interface Shown {
        Bytes hash();

        record Whole(Leaf leaf, Bytes hash, LeafRole role) implements Shown {}

        record Gone(Bytes hash) implements Shown {}
    }

    /**
     * @param leaves of which each empty one went, and its hash is the next one of {@code gone}
     * @throws KeyServiceRefusedException {@link RefusalCode#MALFORMED}
     */
    static ShownLeaves of(LeafJudge judge, List<Bytes> leaves, List<Bytes> gone) {
        if (leaves.isEmpty()) {
            throw malformed("no leaves to follow");
        }
        if (leaves.stream().filter(Bytes::isEmpty).count() != gone.size()
                || gone.stream().anyMatch(hash -> hash.size() != TreeHash.SIZE)) {
            throw malformed("not one hash for each leaf that went");
        }
        Iterator<Bytes> hashes = gone.iterator();
        List<Shown> all = new ArrayList<>(leaves.size());
        for (Bytes leaf : leaves) {
            all.add(leaf.isEmpty() ? new Shown.Gone(hashes.next()) : whole(judge, leaf));
        }
        return new ShownLeaves(all).endingWithChange();
    }

    private static Shown.Whole whole(LeafJudge judge, Bytes leaf) {
        return switch (judge.decode(leaf)) {
            case LeafJudge.Verdict.WellFormed(var body, var hash, var role) ->
                    new Shown.Whole(body, hash, role);
            case LeafJudge.Verdict.Malformed(var refusal) ->
                    throw new KeyServiceRefusedException(refusal.code(), refusal.detail());
        };
    }

    private ShownLeaves endingWithChange() {
        boolean goesOn =
                all.stream()
                        .limit(all.size() - 1L)
                        .anyMatch(
                                each ->
                                        each instanceof Shown.Whole whole
                                                && whole.role() == LeafRole.ANCHORS_CHANGE);
        if (goesOn) {
            throw malformed("leaves that go on after a change of anchors");
        }
        return this;
    }

    List<Bytes> hashes() {
        return all.stream().map(Shown::hash).toList();
    }

    /** The last one, if it is there. */
    Optional<Leaf> last() {
        return all.getLast() instanceof Shown.Whole whole
                ? Optional.of(whole.leaf())
                : Optional.empty();
    }

    /** Of the last one that is there; 1970 if none is. */
    Instant time() {
        return all.reversed().stream()
                .filter(Shown.Whole.class::isInstance)
                .map(each -> ((Shown.Whole) each).leaf().time())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /**
     * Sees that hashes stand where leaves may have gone.
     *
     * @param size of the log before them
     * @throws KeyServiceRefusedException {@link RefusalCode#NOT_ALLOWED}
     */
    void requirePlaces(LeafPlaces places, LastingChain lasting, long size) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Shown.Gone) {
                lasting.requireKnown();
                if (!places.mayStandAt(LeafRole.GONE, size + i)) {
                    throw new KeyServiceRefusedException(
                            RefusalCode.NOT_ALLOWED, "the leaves that an epoch begins with stay");
                }
            }
        }
    }

    private static KeyServiceRefusedException malformed(String detail) {
        return new KeyServiceRefusedException(RefusalCode.MALFORMED, detail);
    }
}
