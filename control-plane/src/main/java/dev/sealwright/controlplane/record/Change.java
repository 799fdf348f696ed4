package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.LeafBody.RecordBody;
import dev.sealwright.protocol.leaf.RecordState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A version that is to be. */
record Change<T>(
        RecordType<T> type,
        Place place,
        RecordState state,
        Bytes document,
        Optional<Bytes> lookup,
        List<Reference> references) {
    /**
     * What it makes of a row.
     *
     * @param leaf id of the leaf
     */
    StoredVersion version(UUID leaf, UUID row, long version, Bytes salt) {
        return new StoredVersion(leaf, row, version, place.org(), state, document, salt);
    }

    /** What the leaf of that version says. */
    RecordBody body(StoredVersion version) {
        return new RecordBody(
                type.kind(),
                Uuids.bytes(version.row()),
                version.version(),
                state,
                version.digest());
    }
}
