package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The anchors documents of a voter's epoch: which was in force when, and which may follow. Not safe
 * for concurrent use.
 */
final class Trust {
    /** Documents that wait for their leaf; the root signs few. */
    static final int MAX_OFFERED = 16;

    private final List<Era> replaced;
    private final List<Offer> offered;
    private Optional<Bytes> document;
    private boolean confirmed;

    /** A document that was replaced, and the last size that its voters sign. */
    record Era(Bytes document, long until) {}

    /**
     * A document that the root signed, and SHA-256 of the one that it replaces; zeros for the first
     * of the epoch.
     */
    record Offer(Bytes document, Bytes replaces) {
        static final Bytes NONE = Bytes.of(new byte[Sha256.SIZE]);

        Offer {
            replaces.requireSize(Sha256.SIZE, "the anchors that are replaced");
        }
    }

    /**
     * All there is to know.
     *
     * @param replaced oldest first
     * @param document in force; empty while the voter was told none
     * @param confirmed whether a quorum of the voters before is known to have signed the leaf that
     *     put it in force
     */
    record Snapshot(
            List<Era> replaced, Optional<Bytes> document, boolean confirmed, List<Offer> offered) {
        static final Snapshot EMPTY = new Snapshot(List.of(), Optional.empty(), true, List.of());

        Snapshot {
            replaced = List.copyOf(replaced);
            offered = List.copyOf(offered);
        }

        /** Where the document in force took effect: the first size that its voters do not sign. */
        long since() {
            return replaced.isEmpty() ? 0 : replaced.getLast().until();
        }

        boolean knows(Bytes other) {
            return document.filter(other::equals).isPresent()
                    || offered.stream().anyMatch(each -> each.document().equals(other))
                    || replaced.stream().anyMatch(each -> each.document().equals(other));
        }
    }

    Trust(Snapshot snapshot) {
        replaced = new ArrayList<>(snapshot.replaced());
        offered = new ArrayList<>(snapshot.offered());
        document = snapshot.document();
        confirmed = snapshot.confirmed();
    }

    Snapshot snapshot() {
        return new Snapshot(replaced, document, confirmed, offered);
    }

    /** The first one is in force at once, each other from its leaf on. */
    void offer(Offer offer) {
        if (document.isEmpty()) {
            document = Optional.of(offer.document());
        } else {
            offered.add(offer);
        }
    }

    /** The leaf stands in the log now, as the last of so many. */
    void learn(Leaf leaf, long size) {
        if (!(leaf.body() instanceof LeafBody.Anchors anchors && anchors.isChange())) {
            return;
        }
        offered.stream()
                .filter(each -> Sha256.of(each.document()).equals(anchors.digest()))
                .filter(each -> replacesCurrent(each))
                .findFirst()
                .ifPresent(offer -> follow(offer, size));
    }

    private boolean replacesCurrent(Offer offer) {
        return document.map(Sha256::of).filter(offer.replaces()::equals).isPresent();
    }

    private void follow(Offer offer, long size) {
        offered.removeIf(this::replacesCurrent);
        replaced.add(new Era(document.orElseThrow(), size));
        document = Optional.of(offer.document());
        confirmed = false;
    }

    void confirm() {
        confirmed = true;
    }
}
