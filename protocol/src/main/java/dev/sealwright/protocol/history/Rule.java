package dev.sealwright.protocol.history;

/** A rule between leaves. */
public enum Rule {
    /**
     * The first leaf names the anchors, the second the first platform key, and no later leaf does
     * so.
     */
    GENESIS,
    /** Every leaf has an id of its own. */
    UNIQUE_ID,
    /** A row keeps its org and kind, and its versions are 1, 2, 3 … */
    ROW_VERSION,
    /** A bootstrap's id follows from its key, and it is minted once. */
    BOOTSTRAP,
    /**
     * An enrolment uses an earlier bootstrap of its org and spec, once, in its time, for a new
     * sandbox.
     */
    ENROLMENT,
    /** A renewal is for an enrolled sandbox of its org whose certificate is not over. */
    RENEWAL,
    /** The policies of a spec belong to one org, and their versions only grow. */
    POLICY_VERSION,
    /** An activation is of an enrolled sandbox of its org. */
    ACTIVATION,
    /**
     * A version of a secret is sealed once, for a secret of its org; it is opened and destroyed
     * under the digest that it was sealed with, and not opened after it was destroyed.
     */
    SECRET,
    /**
     * A token is revoked in the org that issued it; a list of revocations holds all of its org's
     * that count, but for those of the last minutes.
     */
    TOKEN_REVOCATION,
    /**
     * The versions of a client key are 1, 2, 3 … in one org and of one algorithm, end where its
     * destruction begins, and it is destroyed when that is due; a signature names one of them.
     */
    KEY,
    /** The versions of anchors only grow. */
    ANCHORS_VERSION,
    /** An epoch follows the one before it and begins at the size that it says it took over. */
    EPOCH,
    /** An org-head is one that the chain of its org had before. */
    ORG_CHAIN
}
