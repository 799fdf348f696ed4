package dev.sealwright.controlplane.idempotency;

import dev.sealwright.protocol.Bytes;
import java.util.UUID;

/** What becomes of a request that names an idempotency key. */
sealed interface Claim {
    /**
     * It is this caller's to do.
     *
     * @param request keyed hash of the request
     * @param act names what the request does, in every attempt alike
     * @param macVersion of the HSM's key {@code mac} that the hash stands under
     */
    record Granted(IdempotencyKey key, Bytes request, UUID act, long macVersion) implements Claim {}

    /** It was done. */
    record Answered(KeptAnswer answer) implements Claim {}

    /** Somebody is at it, and has so many seconds left. */
    record UnderWay(long seconds) implements Claim {}

    /** The key was used for another request. */
    record OtherRequest() implements Claim {}

    /** The key was used, and what for is not known any more: the pepper that told was ended. */
    record Ended() implements Claim {}
}
