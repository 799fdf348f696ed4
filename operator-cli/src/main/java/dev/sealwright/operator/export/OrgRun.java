package dev.sealwright.operator.export;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.ReportBody.OrgHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Entries of one organisation that follow one another in its hash chain. Between two places that
 * {@code org-head} leaves name, none was left out.
 *
 * @param start where the chain stood before the first of them
 * @param from since when nothing is missing; empty if the run begins with the organisation
 * @param until up to when nothing is missing; empty if no org-head closes it
 */
record OrgRun(OrgChain start, Optional<Instant> from, Optional<Instant> until) {
    /**
     * By how much the time of a leaf may lie beside that of another admitted at the same moment.
     */
    static final Duration SKEW = Duration.ofMinutes(2);

    static OrgRun of(Bytes org, List<BundleEntry> entries) {
        require(!entries.isEmpty(), "a bundle without entries");
        Bytes first = entries.getFirst().prevHash();
        Optional<BundleEntry> opening =
                first.equals(OrgChain.EMPTY.head())
                        ? Optional.empty()
                        : Optional.of(opening(entries, first));
        OrgChain start =
                opening.map(entry -> new OrgChain(head(entry).count(), first))
                        .orElse(OrgChain.EMPTY);
        return new OrgRun(
                start,
                opening.map(entry -> entry.leaf().time().plus(SKEW)),
                follow(org, entries, start).map(entry -> entry.leaf().time().minus(SKEW)));
    }

    private static BundleEntry opening(List<BundleEntry> entries, Bytes first) {
        return entries.stream()
                .filter(
                        entry ->
                                entry.leaf().body() instanceof OrgHead head
                                        && head.head().equals(first))
                .findFirst()
                .orElseThrow(
                        () ->
                                new VerificationException(
                                        Reason.CONSISTENCY,
                                        "no org-head leaf says where the chain began"));
    }

    private static OrgHead head(BundleEntry entry) {
        return (OrgHead) entry.leaf().body();
    }

    /** Checks the chain link by link; returns the last org-head. */
    private static Optional<BundleEntry> follow(
            Bytes org, List<BundleEntry> entries, OrgChain start) {
        List<Bytes> heads = new ArrayList<>();
        OrgChain chain = start;
        long index = -1;
        Optional<BundleEntry> last = Optional.empty();
        for (BundleEntry entry : entries) {
            require(
                    entry.leaf().org().equals(org),
                    "entry " + entry.index() + " is of another organisation");
            require(
                    entry.index() > index && entry.prevHash().equals(chain.head()),
                    "entry " + entry.index() + " does not follow the one before it");
            heads.add(chain.head());
            if (entry.leaf().body() instanceof OrgHead head) {
                long at = head.count() - start.length();
                require(
                        at >= 0 && at < heads.size() && heads.get((int) at).equals(head.head()),
                        "the chain never had the head that entry " + entry.index() + " names");
                last = Optional.of(entry);
            }
            chain = chain.next(entry.bytes());
            index = entry.index();
        }
        return last;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new VerificationException(Reason.CONSISTENCY, otherwise);
        }
    }
}
