package dev.sealwright.keyservice.api;

import java.util.Locale;

/** The rule that was broken. {@link #text} is the stable form for logs and audit entries. */
public enum RefusalCode {
    /** Not a leaf, receipt, request or certificate by the strict form its place demands. */
    MALFORMED,
    /**
     * The leaf's time or window does not stand near enough to this service's clock. Make a new
     * leaf.
     */
    TIME,
    /** The type's or org's quota is used up. Retry later. */
    QUOTA,
    /** Too many admitted leaves wait for their append. Append, then retry. */
    OVERLOADED,
    /** This type of leaf may not be admitted now: trust-changing leaves outside genesis. */
    NOT_ALLOWED,
    /** A digest in the leaf is not the one this service is configured with. */
    DIGEST,
    /** A validity window is empty, inverted or longer than the type allows. */
    WINDOW,
    /** A name is not among those the anchors allow. */
    NAME,
    /** More leaves than one call may carry. */
    BATCH_TOO_LARGE,
    /** The log does not stand at the given size. */
    WRONG_SIZE,
    /** Other leaves were appended at that size. */
    FORKED,
    /** A leaf that was never admitted, or was already appended. */
    NOT_ADMITTED,
    /** This voter lost state and never signs again with its key. */
    VOTER_LOST_STATE,
    /** A receipt does not prove its leaf under this service's anchors. */
    RECEIPT,
    /**
     * The leaf is of a type that no certificate follows from, or a supporting leaf of another type
     * than needed.
     */
    WRONG_TYPE,
    /** A supporting leaf, or the previous certificate, is missing or one too many. */
    SUPPORT,
    /** Leaf and supporting leaf name different bootstraps, specs or sandboxes. */
    MISMATCH,
    /** Leaf and supporting leaf belong to different orgs. */
    FOREIGN_ORG,
    /** The signature by the bootstrap key, or by the renewed certificate's key, does not verify. */
    PROOF,
    /** The certificate request does not match the leaf, or its own signature does not verify. */
    CSR,
    /** The public key is of no accepted type or size. */
    KEY_TYPE,
    /** The certificate to be renewed is not one of ours, or had expired. */
    PREVIOUS_CERTIFICATE,
    /** A plaintext, or a secret's sealed blob, of a size that is not taken. */
    SIZE,
    /** This unseal leaf was used for another request. Make a new leaf. */
    USED,
    /**
     * The unseal leaf was logged before this service started, which does not know whether it was
     * used; or a blob was sealed anew before. Make a new leaf, or have it sealed anew again.
     */
    STALE,
    /** The blob was not sealed for this secret by the key that is here, or was changed since. */
    CIPHERTEXT,
    /** The token has no room for another organisation's key. */
    NO_ROOM,
    /** The org has no such key or version of a key, or the token has not. */
    UNKNOWN_KEY,
    /**
     * The key does not do that now: it is disabled, to be destroyed or destroyed, or another of its
     * versions signs or seals.
     */
    KEY_STATE,
    /** The token has no such algorithm, or FIPS mode does not allow it. */
    NOT_OFFERED,
    /** A token of this type may not claim that, or must claim more. */
    CLAIMS,
    /** The org has authority keys, and none of them approved this leaf; or the approval is none. */
    APPROVAL,
    /**
     * Anchors that may not follow those in force: of another root or epoch, not newer, or approved
     * by too few operators.
     */
    ANCHORS,
    /**
     * The last leaf replaces the anchors, and this voter does not know that a quorum of the voters
     * before signed it. Show it that checkpoint, then retry.
     */
    UNCONFIRMED,
    /** The anchors in force do not name this member's key: not yet, or no more. */
    NO_VOTER;

    /** Lower case with hyphens, for example {@code wrong-size}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
