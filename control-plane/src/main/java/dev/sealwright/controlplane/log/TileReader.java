package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;

/** Reads the present content of tiles that have some: hashes of 32 bytes each, concatenated. */
@FunctionalInterface
interface TileReader {
    Bytes read(TileAddress address);
}
