package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.SharingKey;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.util.List;
import java.util.Objects;

/**
 * A member that issues certificates and holds secrets, as the anchors name it.
 *
 * @param name among the voters
 * @param id see {@link SharingKey#member}
 */
public record Holder(String name, Bytes id) {
    public Holder {
        Objects.requireNonNull(name);
        Objects.requireNonNull(id);
    }

    /** All of these anchors; none where the first member alone does. */
    static List<Holder> of(VerifiedAnchors anchors) {
        return anchors.severalIssue()
                ? anchors.content().issuing().stream()
                        .map(voter -> new Holder(voter.name(), SharingKey.member(voter.key())))
                        .toList()
                : List.of();
    }
}
