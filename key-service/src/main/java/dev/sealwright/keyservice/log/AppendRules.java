package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Frontier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may be appended: leaves that were admitted, each once and in its place, or the last ones
 * again. Whatever else is asked is a {@link KeyServiceRefusedException}.
 */
final class AppendRules {
    private final LeafJudge judge;
    private final AnchorsInForce anchors;

    AppendRules(LeafJudge judge, AnchorsInForce anchors) {
        this.judge = judge;
        this.anchors = anchors;
    }

    static void requireBatch(List<Bytes> leaves) {
        if (leaves.size() > KeyService.MAX_BATCH) {
            throw refused(
                    RefusalCode.BATCH_TOO_LARGE, "at most " + KeyService.MAX_BATCH + " leaves");
        }
        requireBytes(bytes(leaves));
    }

    /** Two batches of one call. */
    static void requireBatches(List<Bytes> leaves, List<Bytes> others) {
        requireBatch(leaves);
        requireBatch(others);
        requireBytes(bytes(leaves) + bytes(others));
    }

    private static void requireBytes(long bytes) {
        if (bytes > KeyService.MAX_BATCH_BYTES) {
            throw refused(
                    RefusalCode.BATCH_TOO_LARGE,
                    "at most " + KeyService.MAX_BATCH_BYTES + " bytes of leaves");
        }
    }

    private static long bytes(List<Bytes> leaves) {
        return leaves.stream().mapToLong(Bytes::size).sum();
    }

    static void requireSize(long size, Frontier current) {
        if (size != current.size()) {
            throw wrongSize(current);
        }
    }

    /**
     * @param size where the voter's log stands
     * @param hashes of the leaves that are to follow
     */
    void requireNew(VoterState state, long size, List<Bytes> hashes) {
        Set<Bytes> seen = new HashSet<>();
        for (int i = 0; i < hashes.size(); i++) {
            LeafRole role = state.roleOf(hashes.get(i)).orElseThrow(AppendRules::notAdmitted);
            if (!seen.add(hashes.get(i))) {
                throw notAdmitted();
            }
            if (!judge.places().mayStandAt(role, size + i)) {
                throw refused(
                        RefusalCode.NOT_ALLOWED,
                        "an epoch begins with its anchors leaf and its ceremony leaf, each in its"
                                + " place, and no other");
            }
            if (role == LeafRole.ANCHORS_CHANGE) {
                requireFollows(state, hashes.get(i), i == hashes.size() - 1);
            }
        }
    }

    /** Since it was admitted, another change may have come first. */
    private void requireFollows(VoterState state, Bytes hash, boolean last) {
        if (!last) {
            throw refused(
                    RefusalCode.NOT_ALLOWED, "a change of anchors is the last leaf of its batch");
        }
        state.changeAdmitted(hash)
                .flatMap(anchors::refusal)
                .ifPresent(
                        refusal -> {
                            throw refused(refusal.code(), refusal.detail());
                        });
    }

    static void requireSameAgain(VoterState state, long size, List<Bytes> hashes) {
        Frontier current = state.current();
        Frontier previous = state.previous();
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
}
