package dev.sealwright.keyservice.backend;

import dev.sealwright.protocol.Bytes;

/**
 * A signature made to show that the token works.
 *
 * @param statement the domain {@code sealwright/probe/v1}, a zero byte and 16 random bytes; as it
 *     has a zero byte and no newline it can be no signed note, and as it is no DER it can be no
 *     certificate
 * @param signature over the statement (Ed25519, ML-DSA), or over its digest (EC, r ‖ s)
 */
public record ProbeSignature(Bytes statement, Bytes signature) {}
