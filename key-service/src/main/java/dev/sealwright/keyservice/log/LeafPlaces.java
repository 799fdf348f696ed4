package dev.sealwright.keyservice.log;

import java.util.List;

/**
 * Where the leaves stand that an epoch begins with: the first one of a log with its anchors and the
 * first platform key, each later one with the leaf that opens it before these two.
 *
 * @param base index of the epoch's own first leaf
 * @param first the roles of its first leaves, in order
 */
record LeafPlaces(long base, List<LeafRole> first) {
    static LeafPlaces of(AdmissionRules rules) {
        return rules.opening()
                .map(
                        opening ->
                                new LeafPlaces(
                                        opening.restoredSize(),
                                        List.of(
                                                LeafRole.EPOCH,
                                                LeafRole.ANCHORS,
                                                LeafRole.CEREMONY)))
                .orElseGet(() -> new LeafPlaces(0, List.of(LeafRole.ANCHORS, LeafRole.CEREMONY)));
    }

    /** Whether such a leaf may have this index. */
    boolean mayStandAt(LeafRole role, long index) {
        long place = index - base;
        return place < first.size() ? role == first.get((int) place) : role.standsAnywhere();
    }

    /** Whether a log of this size still has a place for such a leaf. */
    boolean mayStandFrom(LeafRole role, long size) {
        return role.standsAnywhere() || size - base <= first.indexOf(role);
    }
}
