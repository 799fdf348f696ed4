package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import java.time.Instant;
import java.util.UUID;

/**
 * What the log says of a row now: its newest version under a signed checkpoint.
 *
 * @param digest that the row's document and salt must hash to
 * @param index of the leaf
 * @param time of the leaf
 */
public record Standing(
        UUID row,
        RecordKind kind,
        Bytes org,
        long version,
        RecordState state,
        Bytes digest,
        long index,
        Instant time) {

    public boolean isSet() {
        return state == RecordState.SET;
    }
}
