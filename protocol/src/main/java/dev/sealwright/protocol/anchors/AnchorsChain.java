package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Anchors and those before them, as far as they are at hand: of closed epochs, which they name by
 * digest, and of the same epoch, which they replaced. Trusting the newest is trusting the others:
 * the root signed their digests with it. Each counts for the sizes of the log that it was in force
 * for, and for no other.
 */
public final class AnchorsChain {
    private final VerifiedAnchors current;
    private final Map<String, ClosedEpoch> closed = new HashMap<>();

    /** Of each origin, oldest first; none overlaps the next. */
    private final Map<String, Deque<Era>> eras = new HashMap<>();

    /** Anchors, and the last size of the log that is signed under them. */
    private record Era(VerifiedAnchors anchors, long until) {}

    private AnchorsChain(VerifiedAnchors current) {
        this.current = current;
        put(new Era(current, Long.MAX_VALUE));
    }

    public static AnchorsChain of(VerifiedAnchors current) {
        return new AnchorsChain(current);
    }

    /**
     * With the documents under which closed epochs ended, in any order.
     *
     * @throws VerificationException for one that the anchors do not name
     */
    public static AnchorsChain of(VerifiedAnchors current, Collection<Bytes> documents) {
        AnchorsChain chain = new AnchorsChain(current);
        documents.forEach(chain::add);
        return chain;
    }

    private void add(Bytes document) {
        VerifiedAnchors anchors = AnchorsDocument.verifyPast(document);
        ClosedEpoch epoch =
                current.content().closed().stream()
                        .filter(each -> each.anchors().equals(anchors.digest()))
                        .filter(each -> each.origin().equals(anchors.origin()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new VerificationException(
                                                Reason.MISMATCH,
                                                "anchors that the newer ones do not name"));
        closed.put(anchors.origin(), epoch);
        put(new Era(anchors, epoch.size()));
    }

    /** Those of the documents that the anchors name. */
    public static AnchorsChain ofNamed(VerifiedAnchors current, Collection<Bytes> documents) {
        Set<Bytes> named =
                current.content().closed().stream()
                        .map(ClosedEpoch::anchors)
                        .collect(Collectors.toSet());
        return of(
                current,
                documents.stream().filter(each -> named.contains(Sha256.of(each))).toList());
    }

    /**
     * The same with anchors that the oldest known of their epoch replaced.
     *
     * @param until the size under which the leaf stands that names the newer ones, as the last one;
     *     whoever calls has verified that these anchors' voters signed it
     * @throws VerificationException unless they were replaced by those, and before those were
     */
    public AnchorsChain replacing(Bytes document, long until) {
        String origin = originOf(document);
        Deque<Era> known = eras.getOrDefault(origin, new ArrayDeque<>());
        VerifiedAnchors newer =
                Optional.ofNullable(known.peekFirst())
                        .map(Era::anchors)
                        .orElseThrow(() -> unknown("anchors of an epoch that is not at hand"));
        VerifiedAnchors replaced = AnchorsDocument.verifyReplaced(document, newer);
        if (until < 1 || until >= known.getFirst().until()) {
            throw unknown("anchors that were replaced out of turn");
        }
        AnchorsChain longer = new AnchorsChain(current);
        longer.closed.putAll(closed);
        longer.eras.putAll(eras);
        Deque<Era> more = new ArrayDeque<>(known);
        more.addFirst(new Era(replaced, until));
        longer.eras.put(origin, more);
        return longer;
    }

    private static String originOf(Bytes document) {
        return AnchorsDocument.verifyPast(document).origin();
    }

    private static VerificationException unknown(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }

    private void put(Era era) {
        eras.put(era.anchors().origin(), new ArrayDeque<>(Set.of(era)));
    }

    public VerifiedAnchors current() {
        return current;
    }

    /** The last anchors that the log of this origin is or was under, if they are at hand. */
    public Optional<VerifiedAnchors> of(String origin) {
        return Optional.ofNullable(eras.get(origin)).map(known -> known.getLast().anchors());
    }

    /** The oldest anchors of that log that are at hand. */
    public Optional<VerifiedAnchors> oldest(String origin) {
        return Optional.ofNullable(eras.get(origin)).map(known -> known.getFirst().anchors());
    }

    /** The anchors whose voters sign that log at this size, if they are at hand. */
    public Optional<VerifiedAnchors> at(String origin, long size) {
        return eras.getOrDefault(origin, new ArrayDeque<>()).stream()
                .filter(era -> size <= era.until())
                .map(Era::anchors)
                .findFirst()
                .or(() -> of(origin));
    }

    /** The version of this document, if it is one of the present epoch's. */
    public Optional<Long> versionOf(Bytes document) {
        return eras.getOrDefault(current.origin(), new ArrayDeque<>()).stream()
                .filter(era -> era.anchors().document().equals(document))
                .map(era -> era.anchors().content().version())
                .findFirst();
    }

    /** Where the epoch of this origin was closed; the present one is not. */
    public Optional<ClosedEpoch> closed(String origin) {
        return Optional.ofNullable(closed.get(origin));
    }
}
