package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a recomputation of the whole log found.
 *
 * @param size leaves looked at
 * @param root recomputed over them
 * @param findings nothing, if the log is whole; else at most {@link #MAX_FINDINGS} of them
 */
public record IntegrityReport(long size, Bytes root, List<Finding> findings) {
    static final int MAX_FINDINGS = 50;

    public IntegrityReport {
        findings = List.copyOf(findings);
    }

    /**
     * Something that does not fit.
     *
     * @param index of the first leaf that it concerns; empty if it is about none
     */
    public record Finding(Check check, Optional<Long> index, String detail) {}

    /** What is compared. */
    public enum Check {
        /** Indexes run from 0 without a gap. */
        SEQUENCE,
        /** The leaf decodes, and the columns beside it say what it says. */
        ENTRY,
        /** The stored leaf hash is the leaf's. */
        LEAF_HASH,
        /** The hash chain of the organisation. */
        ORG_CHAIN,
        /** The detail of an event has the digest in its leaf. */
        EVENT_DETAIL,
        /** Bytes are missing of such leaves alone as a pruning leaf says. */
        PRUNING,
        /** Hash tiles. */
        TILE,
        /** The stored head. */
        HEAD,
        /** Roots and signatures of the checkpoints. */
        CHECKPOINT,
        /** The key service's own head. */
        KEY_SERVICE
    }

    public boolean whole() {
        return findings.isEmpty();
    }

    public Optional<Long> firstBadIndex() {
        return findings.stream()
                .flatMap(finding -> finding.index().stream())
                .min(Comparator.naturalOrder());
    }
}
