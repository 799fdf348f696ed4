package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids are 16 bytes in leaves and UUIDs in the database. */
public final class LeafIds {
    private static final int SIZE = 16;

    private LeafIds() {}

    public static UUID uuid(Bytes id) {
        ByteBuffer buffer = ByteBuffer.wrap(id.requireSize(SIZE, "an id").toArray());
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    public static Bytes bytes(UUID id) {
        return Bytes.concat(
                Bytes.uint64(id.getMostSignificantBits()),
                Bytes.uint64(id.getLeastSignificantBits()));
    }
}
