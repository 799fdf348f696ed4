package dev.sealwright.protocol.token;

import java.util.Locale;

/**
 * One reason against a request.
 *
 * @param layer 0 for the token as it was issued, else the number of the attenuation block
 * @param text for people; repeats nothing of the request
 */
public record Denial(Reason reason, int layer, String text) {
    /** What stands against it. */
    public enum Reason {
        /** Not a token by its strict form, or with a caveat this verifier does not know. */
        MALFORMED,
        /** The receipt does not prove the leaf under the trusted anchors. */
        RECEIPT,
        /** Of another organisation than was demanded. */
        ORGANISATION,
        /** The claims are not those that the leaf commits to. */
        CLAIMS,
        /** A block that the holder before it did not sign. */
        BLOCK,
        /** More blocks than the token allows. */
        DEPTH,
        NOT_YET_VALID,
        EXPIRED,
        /** Issued longer ago than the verifier takes. */
        TOO_OLD,
        AUDIENCE,
        TOOL,
        RESOURCE,
        ARGUMENT,
        CALLS,
        AMOUNT,
        /** Who presents it does not show that he holds its key, for this request. */
        POSSESSION,
        REVOKED,
        /** The verifier must see a revocation list, and has none that is fresh. */
        REVOCATIONS;

        /** Lower case with hyphens. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Denial of(Reason reason, String text) {
        return new Denial(reason, 0, text);
    }
}
