package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Anchors and those of the closed epochs that they name by digest, as far as they are at hand.
 * Trusting the newest is trusting the others: the root signed their digests with it.
 */
public final class AnchorsChain {
    private final VerifiedAnchors current;
    private final Map<String, Past> past = new HashMap<>();

    private record Past(VerifiedAnchors anchors, ClosedEpoch epoch) {}

    private AnchorsChain(VerifiedAnchors current) {
        this.current = current;
    }

    public static AnchorsChain of(VerifiedAnchors current) {
        return new AnchorsChain(current);
    }

    /**
     * With the documents of closed epochs, in any order.
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
        past.put(anchors.origin(), new Past(anchors, epoch));
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

    public VerifiedAnchors current() {
        return current;
    }

    /** The anchors that the log of this origin is or was under, if they are at hand. */
    public Optional<VerifiedAnchors> of(String origin) {
        return origin.equals(current.origin())
                ? Optional.of(current)
                : Optional.ofNullable(past.get(origin)).map(Past::anchors);
    }

    /** Where the epoch of this origin was closed; the present one is not. */
    public Optional<ClosedEpoch> closed(String origin) {
        return Optional.ofNullable(past.get(origin)).map(Past::epoch);
    }
}
