package dev.sealwright.attestation.appraisal;

import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/**
 * A value known to be good, and where that knowledge comes from.
 *
 * @param name what it is a value of, for people: a release, an image
 * @param claim the claim it is good for, named as in policies: {@code pcr0}, {@code measurement}
 * @param receipt of the log entry that published it, empty if it was not published there
 */
public record ReferenceValue(
        String name,
        String claim,
        Bytes value,
        String sourceCommit,
        String build,
        Optional<String> receipt) {}
