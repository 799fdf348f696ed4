package dev.sealwright.keyservice.api;

import java.util.List;
import java.util.Objects;

/**
 * What came of {@link KeyService#appendAndAdmit}.
 *
 * @param checkpoint of the leaves that were appended
 * @param admissions one a leaf that asked for it, in order
 */
public record Appended(SignedCheckpoint checkpoint, List<Admission> admissions) {
    public Appended {
        Objects.requireNonNull(checkpoint);
        admissions = List.copyOf(admissions);
    }
}
